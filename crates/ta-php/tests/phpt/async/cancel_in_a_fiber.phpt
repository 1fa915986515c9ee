--TEST--
Cancelling a coroutine that waits inside a fiber throws there and unwinds through the fiber
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn, suspend};

$coroutine = spawn(function () {
    $fiber = new Fiber(function () {
        try {
            delay(5000);
        } finally {
            echo "fiber: finally\n";
        }
    });
    try {
        $fiber->start();
    } finally {
        echo "owner: finally, fiber ", $fiber->isTerminated() ? 'terminated' : 'alive', "\n";
    }
});
suspend();
$coroutine->cancel();
try {
    await($coroutine);
} catch (Async\AsyncCancellation $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
fiber: finally
owner: finally, fiber terminated
Coroutine cancelled
