--TEST--
An exception nobody waits for shuts down gracefully: unstarted ones never run, the rest are told, then it is printed
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{delay, spawn};

spawn(function () {
    try {
        delay(5000);
    } catch (Async\AsyncCancellation $e) {
        echo 'sleeper: ', $e->getMessage(), "\n";
    } finally {
        echo "sleeper: finally\n";
    }
});
spawn(function () {
    delay(1);
    spawn(function () { echo "never started\n"; });
    throw new RuntimeException('boom');
});
register_shutdown_function(function () { echo "shutdown function\n"; });
echo "end of main\n";
?>
--EXPECTF--
end of main
sleeper: Graceful shutdown
sleeper: finally

Fatal error: Uncaught RuntimeException: boom in %suncaught_exception_in_a_coroutine.php:%d
Stack trace:
#0 [internal function]: {closure%S}()
#1 {main}
  thrown in %s on line %d
shutdown function
