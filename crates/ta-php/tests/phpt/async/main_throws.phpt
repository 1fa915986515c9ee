--TEST--
An exception that leaves main is printed after the output of the coroutines
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{delay, spawn};

spawn(function () { echo "not started in time\n"; });
$running = spawn(function () {
    try {
        delay(5000);
        echo "never\n";
    } catch (Async\AsyncCancellation $e) {
        echo $e->getMessage(), "\n";
    }
});
delay(0);
throw new RuntimeException('main failed');
?>
--EXPECTF--
not started in time
Graceful shutdown

Fatal error: Uncaught RuntimeException: main failed in %s:%d
Stack trace:
#0 {main}
  thrown in %s on line %d
