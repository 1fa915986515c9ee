--TEST--
An unhandled error of a coroutine that a callback spawned ends the script like any other
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{delay, iterate, spawn};

iterate([1], function () {
    spawn(function () { throw new RuntimeException('in the background'); });
    try {
        delay(60_000);
    } catch (Async\AsyncCancellation $e) {
        echo "callback is cancelled\n";
        throw $e;
    }
});
echo "never\n";
?>
--EXPECTF--
callback is cancelled

Fatal error: Uncaught RuntimeException: in the background in %s:%d
%A
