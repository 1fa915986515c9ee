--TEST--
Waiting for a future that nobody can settle is a deadlock
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Future, FutureState};
use function Async\await;

ini_set('async.debug_deadlock', '0');
try {
    await(new Future(new FutureState()));
} catch (Async\AsyncCancellation $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECTF--
Deadlock detected

Fatal error: Uncaught Async\DeadlockError: Deadlock detected: no active coroutines, 1 coroutines in waiting in %A
