--TEST--
Cancelling a coroutine raises inside the fiber that waits; its finally blocks run from the inside out
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn, suspend};

$coroutine = spawn(function () {
    try {
        $outer = new Fiber(function () {
            try {
                $inner = new Fiber(function () {
                    try {
                        delay(10_000);
                    } finally {
                        echo "inner\n";
                    }
                });
                $inner->start();
            } finally {
                echo "outer\n";
            }
        });
        $outer->start();
    } finally {
        echo "coroutine\n";
    }
});
suspend();
$coroutine->cancel();
try {
    await($coroutine);
} catch (Cancellation $e) {
    echo get_class($e), "\n";
}
?>
--EXPECT--
inner
outer
coroutine
Async\AsyncCancellation
