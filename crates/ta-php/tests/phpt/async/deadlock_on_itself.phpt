--TEST--
A coroutine that awaits itself is a deadlock: it is cancelled, then the DeadlockError is raised
--EXTENSIONS--
true_async_server
--INI--
async.debug_deadlock=0
--FILE--
<?php
use function Async\{await, current_coroutine, spawn};

spawn(function () {
    try {
        await(current_coroutine());
    } catch (Async\AsyncCancellation $e) {
        echo 'cancelled: ', $e->getMessage(), "\n";
    }
});
echo "end of main\n";
?>
--EXPECTF--
end of main
cancelled: Deadlock detected

Fatal error: Uncaught Async\DeadlockError: Deadlock detected: no active coroutines, 1 coroutines in waiting in [no active file]:0
Stack trace:
#0 {main}
  thrown in [no active file] on line 0
