--TEST--
References, statics and globals are shared between coroutines as in any code
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

function counter(): int
{
    static $count = 0;
    return ++$count;
}
$list = [];
$task = function (string $name) use (&$list) {
    global $total;
    for ($i = 0; $i < 2; $i++) {
        $list[] = $name . counter();
        $total++;
        suspend();
    }
};
$total = 0;
await(spawn(fn() => null));
$one = spawn($task, 'a');
$two = spawn($task, 'b');
await($one);
await($two);
echo implode(' ', $list), ' ', $total, "\n";
?>
--EXPECT--
a1 b2 a3 b4 4
