--TEST--
A failed coroutine is completed, not cancelled, without a result and with its exception
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

$coroutine = spawn(fn() => throw new LogicException('failed'));
suspend();
var_dump($coroutine->isStarted(), $coroutine->isCompleted(), $coroutine->isCancelled(), $coroutine->isRunning(), $coroutine->getResult());
var_dump($coroutine->getException()->getMessage());
try {
    await($coroutine);
} catch (LogicException) {
}
?>
--EXPECT--
bool(true)
bool(true)
bool(false)
bool(false)
NULL
string(6) "failed"
