--TEST--
Main awaiting what never ends is a deadlock; its error belongs to no line and carries an earlier one
--EXTENSIONS--
true_async_server
--INI--
async.debug_deadlock=0
--FILE--
<?php
use function Async\{await, spawn};

$a = spawn(function () use (&$a) { await($a); });
try {
    await($a);
} catch (Async\AsyncCancellation $e) {
    echo 'main: ', $e->getMessage(), "\n";
    echo "catching it suppresses nothing\n";
}
?>
--EXPECTF--
main: Deadlock detected
catching it suppresses nothing

Fatal error: Uncaught Async\DeadlockError: Deadlock detected: no active coroutines, 2 coroutines in waiting in [no active file]:0
Stack trace:
#0 {main}
  thrown in [no active file] on line 0
