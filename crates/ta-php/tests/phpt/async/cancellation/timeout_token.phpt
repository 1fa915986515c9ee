--TEST--
A timeout counts only while somebody waits on it, and anew for every wait
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn, suspend, timeout};

$t = timeout(30);
var_dump($t instanceof Async\Timeout, $t->isCompleted(), $t->isCancelled());
delay(40);
var_dump($t->isCompleted());
var_dump(await(spawn(function () { delay(1); return 'in time'; }), $t));
try {
    await(spawn(fn() => delay(60000)), $t);
} catch (Async\OperationCanceledException $e) {
    echo $e->getMessage(), ' <- ', get_class($e->getPrevious()), ': ', $e->getPrevious()->getMessage(), "\n";
}
var_dump($t->isCompleted(), $t->isCancelled());
try {
    await(timeout(5));
} catch (Async\TimeoutException $e) {
    echo $e->getMessage(), "\n";
}
Async\graceful_shutdown();
?>
--EXPECT--
bool(true)
bool(false)
bool(false)
bool(false)
string(7) "in time"
Operation has been cancelled <- Async\TimeoutException: Timeout occurred after 30 milliseconds
bool(true)
bool(false)
Timeout occurred after 5 milliseconds
