--TEST--
A second error during the graceful shutdown becomes the exit error with the first as its previous
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{delay, spawn};

spawn(function () {
    try {
        delay(5000);
    } finally {
        throw new LogicException('second');
    }
});
spawn(function () { delay(1); throw new RuntimeException('first'); });
?>
--EXPECTF--
%AUncaught %ARuntimeException: first in %A
Next %ALogicException: second in %A
