--TEST--
Cancelling a finished coroutine changes nothing
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn};

$coroutine = spawn(fn() => 'done');
await($coroutine);
var_dump($coroutine->cancel());
var_dump($coroutine->isCancelled(), $coroutine->getException(), await($coroutine));
?>
--EXPECT--
NULL
bool(false)
NULL
string(4) "done"
