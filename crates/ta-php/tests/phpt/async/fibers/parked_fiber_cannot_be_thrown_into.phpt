--TEST--
throw() on a fiber that is parked in an async call of another coroutine is a FiberError; the call goes on
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

$fiber = new Fiber(function () { delay(20); return 'undisturbed'; });
$owner = spawn(function () use ($fiber) { $fiber->start(); return $fiber->getReturn(); });
$intruder = spawn(function () use ($fiber) {
    foreach ([fn() => $fiber->throw(new Exception()), fn() => $fiber->start(), fn() => $fiber->resume()] as $attempt) {
        try {
            $attempt();
        } catch (FiberError $e) {
            echo $e->getMessage(), "\n";
        }
    }
});
await($intruder);
echo await($owner), "\n";
?>
--EXPECT--
Cannot resume a fiber that is not suspended
Cannot start a fiber that has already been started
Cannot resume a fiber that is not suspended
undisturbed
