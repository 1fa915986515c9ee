--TEST--
A pending signal that nobody waits for does not hide a deadlock
--EXTENSIONS--
true_async_server
--INI--
async.debug_deadlock=0
--FILE--
<?php
use Async\{Future, FutureState, Signal};
use function Async\{await, signal};

$signal = signal(Signal::SIGUSR1);
$signal->ignore();
$state = new FutureState();
$future = new Future($state);
try {
    await($future);
} catch (Async\AsyncCancellation $e) {
    echo $e->getMessage(), "\n";
}
$state->ignore();
?>
--EXPECTF--
Deadlock detected

Fatal error: Uncaught Async\DeadlockError: Deadlock detected: no active coroutines, 1 coroutines in waiting in %a
