--TEST--
graceful_shutdown() cancels everything; the caller goes on to its next wait; new coroutines are legal until the loop drains
--EXTENSIONS--
true_async_server
--INI--
async.debug_deadlock=0
--FILE--
<?php
use function Async\{delay, graceful_shutdown, spawn, suspend};

$unstarted = null;
spawn(function () use (&$unstarted) {
    $unstarted = spawn(fn() => print("never\n"));
    graceful_shutdown(new Async\AsyncCancellation('ignored'));
    graceful_shutdown();
    echo "caller goes on\n";
    spawn(fn() => print("spawned afterwards\n"));
    try {
        suspend();
        echo "not reached\n";
    } catch (Async\AsyncCancellation $e) {
        echo 'caller: ', $e->getMessage(), "\n";
    }
});
try { suspend(); delay(60000); } catch (Cancellation $e) { echo 'main: ', $e->getMessage(), "\n"; }
var_dump($unstarted->isStarted());
?>
--EXPECT--
caller goes on
caller: Graceful shutdown
main: Graceful shutdown
bool(false)
spawned afterwards
