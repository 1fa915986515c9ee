--TEST--
Cancelling a coroutine that waits in a destructor throws there, and leaves through the code that triggered it
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn, suspend};

final class Slow
{
    public function __destruct()
    {
        try {
            delay(10_000);
        } finally {
            echo "finally of the destructor\n";
        }
    }
}
$coroutine = spawn(function () {
    $slow = new Slow();
    try {
        unset($slow);
        echo "never\n";
    } catch (Cancellation $e) {
        echo get_class($e), "\n";
        throw $e;
    }
});
suspend();
$coroutine->cancel();
try {
    await($coroutine);
} catch (Cancellation) {
    echo "cancelled\n";
}
?>
--EXPECT--
finally of the destructor
Async\AsyncCancellation
cancelled
