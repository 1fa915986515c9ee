--TEST--
FiberErrors are what they are without coroutines
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

function attempt(callable $code): void
{
    try {
        $code();
        echo "no error\n";
    } catch (FiberError $e) {
        echo $e->getMessage(), "\n";
    }
}
await(spawn(function () {
    attempt(fn() => Fiber::suspend());
    $fiber = new Fiber(function () use (&$fiber) {
        attempt(fn() => $fiber->resume());
        attempt(fn() => $fiber->start());
        delay(1);
        attempt(fn() => $fiber->resume());
        Fiber::suspend();
        return 1;
    });
    attempt(fn() => $fiber->resume());
    attempt(fn() => $fiber->getReturn());
    $fiber->start();
    attempt(fn() => $fiber->start());
    attempt(fn() => $fiber->getReturn());
    $fiber->resume();
    attempt(fn() => $fiber->resume());
    attempt(fn() => $fiber->throw(new Exception()));
}));
?>
--EXPECTF--
Cannot suspend outside of%sfiber
Cannot resume a fiber that is not suspended
Cannot get fiber return value: The fiber has not been started
Cannot resume a fiber that is not suspended
Cannot start a fiber that has already been started
Cannot resume a fiber that is not suspended
Cannot start a fiber that has already been started
Cannot get fiber return value: The fiber has not returned
Cannot resume a fiber that is not suspended
Cannot resume a fiber that is not suspended
