--TEST--
Coroutines may suspend inside callbacks of internal functions, generators and magic methods
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn, suspend};

final class Magic
{
    public function __get(string $name): string { suspend(); return "got $name"; }
    public function __toString(): string { suspend(); return 'text'; }
    public function __call(string $name, array $arguments): string { delay(1); return "called $name"; }
}
function numbers(): Generator
{
    for ($i = 0; $i < 3; $i++) {
        suspend();
        yield $i => delay(1) ?? $i;
    }
}
$task = function () {
    $magic = new Magic();
    return [
        array_map(function ($x) { suspend(); return $x * 2; }, [1, 2]),
        array_filter([1, 2, 3], function ($x) { delay(1); return $x > 1; }),
        preg_replace_callback('~\d~', function ($m) { suspend(); return $m[0] + 1; }, 'a1b2'),
        iterator_to_array(numbers()),
        [$magic->field, (string) $magic, $magic->method()],
        array_sum(iterator_to_array((function () { yield from numbers(); })())),
    ];
};
$one = spawn($task);
$two = spawn($task);
echo json_encode(await($one)), "\n";
var_dump(await($one) === await($two));
?>
--EXPECT--
[[2,4],{"1":2,"2":3},"a2b3",[0,1,2],["got field","text","called method"],3]
bool(true)
