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
