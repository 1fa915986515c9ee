--TEST--
Buffers of a coroutine that ends by an exception or a cancellation are flushed as well
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn, suspend};

function outcome(Async\Coroutine $coroutine): void
{
    try {
        await($coroutine);
    } catch (Throwable $e) {
        echo get_class($e), "\n";
    }
}
outcome(spawn(function () { ob_start(); echo "failed\n"; throw new LogicException(); }));
$cancelled = spawn(function () { ob_start(); echo "cancelled\n"; delay(10_000); });
suspend();
$cancelled->cancel();
outcome($cancelled);
echo "main\n";
?>
--EXPECT--
failed
LogicException
cancelled
Async\AsyncCancellation
main
