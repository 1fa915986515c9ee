--TEST--
An async call inside a fiber parks the fiber and the code that resumed it, while other coroutines run
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, current_coroutine, delay, spawn, suspend};

$coroutine = spawn(function () {
    $fiber = new Fiber(function () {
        echo "fiber: before\n";
        delay(80);
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
--EXPECT--
fiber: before
other: 1
other: 2
fiber: after delay
owner: fiber is suspended
fiber: awaited
owner: end
bool(true)
