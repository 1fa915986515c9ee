--TEST--
An unhandled exception elsewhere cancels the waiting main, which dies silently
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await_all, delay, spawn};

spawn(function () { delay(1); throw new RuntimeException('elsewhere'); });
await_all([spawn(function () {
    try {
        delay(60_000);
    } finally {
        echo "trigger is unwound\n";
    }
})]);
echo "never\n";
?>
--EXPECTF--
trigger is unwound

Fatal error: Uncaught RuntimeException: elsewhere in %s:%d
%A
