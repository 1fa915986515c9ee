--TEST--
A coroutine may catch its cancellation, suspend again and return; it counts as cancelled
--EXTENSIONS--
true_async_server
--FILE--
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
    $value = await($coroutine);
    echo "await gives $value\n";
} catch (Cancellation $e) {
    echo 'await throws ', $e->getMessage(), "\n";
}
var_dump($coroutine->isCancelled(), $coroutine->isCompleted(), $coroutine->getResult());
?>
--EXPECTREGEX--
caught: Coroutine cancelled
cleaned up
await (gives value|throws Coroutine cancelled)
bool\(true\)
bool\(true\)
string\(5\) "value"
