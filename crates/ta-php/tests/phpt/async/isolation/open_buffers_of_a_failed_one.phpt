--TEST--
Buffers of a coroutine that ends by an exception or a cancellation are flushed as well
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn, suspend};

$failed = spawn(function () { ob_start(); echo "failed\n"; throw new LogicException(); });
$cancelled = spawn(function () { ob_start(); echo "cancelled\n"; delay(10_000); });
suspend();
$cancelled->cancel();
foreach ([$failed, $cancelled] as $coroutine) {
    try {
        await($coroutine);
    } catch (Throwable) {
    }
}
echo "main\n";
?>
--EXPECT--
failed
cancelled
main
