--TEST--
A protected section that a Fiber leaves in another coroutine ends for the one it was entered in
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, protect, spawn, suspend};

$fiber = new Fiber(function () {
    protect(function () { Fiber::suspend(); });
    echo "section left\n";
});
$first = spawn(function () use ($fiber) {
    $fiber->start();
    try {
        delay(60_000);
    } catch (Cancellation $e) {
        echo 'first: ', $e->getMessage(), "\n";
    }
});
$second = spawn(function () use ($fiber, $first) {
    $first->cancel();
    suspend();
    var_dump($first->isSuspended(), $first->isQueued());
    $fiber->resume();
    var_dump($first->isQueued());
});
await($first);
await($second);
$other = spawn(fn() => delay(60_000));
suspend();
$other->cancel();
suspend();
var_dump($other->isCompleted());
?>
--EXPECT--
bool(true)
bool(false)
section left
bool(true)
first: Coroutine cancelled
bool(true)
