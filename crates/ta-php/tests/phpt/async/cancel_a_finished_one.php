<?php
use function Async\{await, spawn};

$coroutine = spawn(fn() => 'done');
await($coroutine);
var_dump($coroutine->cancel());
var_dump($coroutine->isCancelled(), $coroutine->getException(), await($coroutine));
?>
