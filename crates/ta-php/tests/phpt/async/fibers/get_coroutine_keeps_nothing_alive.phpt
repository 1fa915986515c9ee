--TEST--
A fiber does not keep the coroutine that ran it alive
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn};

$fiber = new Fiber(function () { Fiber::suspend(); });
await(spawn(fn() => $fiber->start()));
gc_collect_cycles();
var_dump($fiber->getCoroutine(), $fiber->isSuspended());
?>
--EXPECT--
NULL
bool(true)
