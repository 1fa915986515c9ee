--TEST--
Main waiting elsewhere is cancelled by the graceful shutdown and dies silently; the error is printed
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{delay, spawn};

spawn(function () { delay(1); throw new RuntimeException('boom'); });
try {
    delay(5000);
    echo "never\n";
} finally {
    echo "main: finally\n";
}
?>
--EXPECTF--
main: finally

Fatal error: Uncaught RuntimeException: boom in %s:%d
Stack trace:
#0 [internal function]: {closure%S}()
#1 {main}
  thrown in %s on line %d
