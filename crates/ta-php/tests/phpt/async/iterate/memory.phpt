--TEST--
Iterations leave nothing behind, however they end
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{delay, iterate, spawn, suspend};

function source(bool $fails): Generator
{
    yield new stdClass => new stdClass;
    suspend();
    yield 2 => [3];
    if ($fails) {
        throw new Exception('source');
    }
}
function iterations(): void
{
    iterate(range(1, 10), function () { suspend(); spawn(function () { delay(60_000); }); });
    iterate(new ArrayIterator([1, 2, 3]), fn($i) => $i !== 2);
    iterate(source(false), function () { suspend(); return new stdClass; });
    foreach ([
        fn() => iterate(source(true), fn() => suspend(), 2),
        fn() => iterate(range(1, 9), function ($i) { suspend(); $i === 4 ? throw new Exception : delay(60_000); }, 5),
    ] as $failing) {
        try {
            $failing();
            echo "no exception\n";
        } catch (Exception) {
        }
    }
}
// Stacks are kept for the next coroutine: have as many as will ever be needed.
array_map(fn() => spawn(suspend(...)), range(1, 64));
for ($i = 0; $i < 4; $i++) {
    iterations();
}
gc_collect_cycles();
$before = memory_get_usage();
for ($i = 0; $i < 10; $i++) {
    iterations();
}
gc_collect_cycles();
var_dump(max(0, memory_get_usage() - $before));
?>
--EXPECT--
int(0)
