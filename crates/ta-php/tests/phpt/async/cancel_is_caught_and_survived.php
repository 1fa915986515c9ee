<?php
use function Async\{await, delay, spawn, suspend};

$coroutine = spawn(function () {
    try {
        delay(5000);
    } catch (Async\AsyncCancellation $e) {
        echo 'caught: ', $e->getMessage(), "\n";
    }
    delay(2);
    suspend();
    echo "cleaned up\n";
    return 'value';
});
suspend();
$coroutine->cancel();
try {
    echo 'await gives ', await($coroutine), "\n";
} catch (Cancellation $e) {
    echo 'await throws ', $e->getMessage(), "\n";
}
var_dump($coroutine->isCancelled(), $coroutine->isCompleted(), $coroutine->getResult());
?>
