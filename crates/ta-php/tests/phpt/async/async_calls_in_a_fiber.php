<?php
use function Async\{await, current_coroutine, delay, spawn, suspend};

$coroutine = spawn(function () {
    $fiber = new Fiber(function () {
        echo "fiber: before\n";
        delay(10);
        echo "fiber: after delay\n";
        Fiber::suspend();
        echo 'fiber: ', await(spawn(fn() => 'awaited')), "\n";
        return current_coroutine();
    });
    $fiber->start();
    echo "owner: fiber is ", $fiber->isSuspended() ? 'suspended' : 'not suspended', "\n";
    $fiber->resume();
    echo "owner: end\n";
    return $fiber->getReturn() === current_coroutine();
});
spawn(function () {
    echo "other: 1\n";
    delay(2);
    echo "other: 2\n";
});
var_dump(await($coroutine));
?>
