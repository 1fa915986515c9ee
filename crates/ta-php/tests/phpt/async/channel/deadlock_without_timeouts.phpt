--TEST--
Without timeouts a stuck channel is an ordinary deadlock
--EXTENSIONS--
true_async_server
--INI--
async.debug_deadlock=0
--FILE--
<?php
use Async\{AsyncCancellation, Channel};

$channel = new Channel;
try {
    foreach ($channel as $value) {
        echo "never\n";
    }
} catch (AsyncCancellation $e) {
    echo $e->getMessage(), "\n";
}
var_dump($channel->isClosed());
?>
--EXPECTF--
Deadlock detected
bool(false)

Fatal error: Uncaught Async\DeadlockError: Deadlock detected: no active coroutines, 1 coroutines in waiting in %A
