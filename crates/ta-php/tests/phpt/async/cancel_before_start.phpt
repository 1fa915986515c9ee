--TEST--
A coroutine cancelled before its start never runs; awaiters get the cancellation itself
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn};

$coroutine = spawn(function () { echo "never\n"; });
$reason = new Async\AsyncCancellation('not needed', 9);
$coroutine->cancel($reason);
try {
    await($coroutine);
} catch (Async\AsyncCancellation $e) {
    var_dump($e === $reason);
}
var_dump($coroutine->isStarted(), $coroutine->isCancelled(), $coroutine->getResult());
?>
--EXPECT--
bool(true)
bool(false)
bool(true)
NULL
