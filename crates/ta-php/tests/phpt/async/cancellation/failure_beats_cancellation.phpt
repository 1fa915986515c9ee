--TEST--
When a failure and a cancellation meet, the failure wins and carries the cancellation
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

$source = spawn(function () { suspend(); throw new RuntimeException('source failed'); });
$waiter = spawn(fn() => await($source));
suspend();
$killer = spawn(fn() => $waiter->cancel());
try {
    await($waiter);
} catch (RuntimeException $e) {
    echo $e->getMessage(), ' <- ', get_class($e->getPrevious()), "\n";
}
?>
--EXPECT--
source failed <- Async\AsyncCancellation
