--TEST--
Fiber::getCoroutine() is null while no coroutine exists, and main once main is one
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{current_coroutine, spawn};

$fiber = new Fiber(function () {
    Fiber::suspend();
    spawn(fn() => 1);
    Fiber::suspend();
});
$fiber->start();
var_dump($fiber->getCoroutine());
$fiber->resume();
var_dump($fiber->getCoroutine() === null || $fiber->getCoroutine() === current_coroutine());
$fiber->resume();
var_dump($fiber->getCoroutine() === current_coroutine());
?>
--EXPECT--
NULL
bool(true)
bool(true)
