--TEST--
Catching the cancellation and going on does not suppress the DeadlockError
--EXTENSIONS--
true_async_server
--INI--
async.debug_deadlock=0
--FILE--
<?php
use function Async\{await, current_coroutine, delay, spawn};

spawn(fn() => null);
try {
    await(current_coroutine());
} catch (Cancellation $e) {
    echo $e->getMessage(), "\n";
}
delay(2);
echo "main goes on\n";
?>
--EXPECTF--
Deadlock detected
main goes on

Fatal error: Uncaught Async\DeadlockError: Deadlock detected: no active coroutines, 1 coroutines in waiting in %A
