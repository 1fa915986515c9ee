<?php
use function Async\{await, delay, spawn, suspend};

$task = function (string $name): string {
    $outer = new Fiber(function () use ($name) {
        $inner = new Fiber(function () use ($name) {
            suspend();
            $got = Fiber::suspend("$name inner 1");
            delay(2);
            return "$name inner got $got";
        });
        $first = $inner->start();
        $sent = Fiber::suspend($first);
        suspend();
        $inner->resume($sent);
        return $inner->getReturn();
    });
    $first = $outer->start();
    delay(3);
    $outer->resume("$name's value");
    return "$first, {$outer->getReturn()}";
};
$all = array_map(fn($name) => spawn($task, $name), ['a', 'b', 'c']);
foreach ($all as $coroutine) {
    echo await($coroutine), "\n";
}
?>
