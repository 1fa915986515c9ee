--TEST--
Waits leave nothing behind, however they end
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await_all, await_all_or_fail, await_any_of, await_any_of_or_fail, await_any_or_fail, await_first_success, delay, spawn, suspend, timeout};

function source(int $n, bool $fails = false): Generator
{
    for ($i = 0; $i < $n; $i++) {
        yield "k$i" => spawn(fn() => str_repeat('x', 100));
        suspend();
    }
    if ($fails) {
        throw new Exception('source');
    }
}
function waits(): void
{
    $some = fn() => array_map(fn($i) => spawn(function () use ($i) { suspend(); return [$i, new stdClass]; }), range(1, 10));
    await_all($some());
    await_any_of(2, $some());
    await_any_or_fail($some());
    await_first_success($some());
    await_any_of_or_fail(3, $some());
    await_all_or_fail($some());
    await_all(source(5));
    await_any_or_fail(source(5));
    foreach ([
        fn() => await_all(source(3, true)),
        fn() => await_all([spawn(function () { delay(60_000); })], timeout(1)),
        fn() => await_all([1, spawn(fn() => 1)]),
        fn() => await_all_or_fail([spawn(fn() => throw new Exception), spawn(function () { delay(60_000); })]),
    ] as $failing) {
        try {
            $failing();
            echo "no exception\n";
        } catch (Exception | Cancellation) {
        }
    }
    delay(2);
}
// Stacks are kept for the next coroutine: have as many as will ever be needed.
array_map(fn() => spawn(suspend(...)), range(1, 64));
for ($i = 0; $i < 4; $i++) {
    waits();
}
gc_collect_cycles();
$before = memory_get_usage();
for ($i = 0; $i < 10; $i++) {
    waits();
}
gc_collect_cycles();
var_dump(max(0, memory_get_usage() - $before));
?>
--EXPECT--
int(0)
