--TEST--
cancel() releases a timeout, once and for all
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn, timeout};

$t = timeout(10);
$t->cancel();
$t->cancel();
var_dump($t->isCompleted(), $t->isCancelled());
try {
    await(spawn(fn() => delay(60000)), $t);
} catch (Async\OperationCanceledException $e) {
    echo get_class($e->getPrevious()), "\n";
}
foreach ([0, -1] as $ms) {
    try { timeout($ms); } catch (ValueError $e) { echo $e->getMessage(), "\n"; }
}
try { new Async\Timeout(); } catch (Error $e) { echo $e->getMessage(), "\n"; }
Async\graceful_shutdown();
?>
--EXPECT--
bool(true)
bool(true)
Async\AsyncCancellation
Timeout value must be greater than 0
Timeout value must be greater than 0
Call to private Async\Timeout::__construct() from global scope
