--TEST--
Graceful shutdown does not wait for protected sections
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{graceful_shutdown, protect, spawn, suspend, delay};

spawn(function () {
    try {
        protect(fn() => delay(60000));
    } catch (Cancellation $e) {
        echo $e->getMessage(), "\n";
    }
});
suspend();
graceful_shutdown();
?>
--EXPECT--
Graceful shutdown
