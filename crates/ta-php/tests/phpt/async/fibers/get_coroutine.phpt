--TEST--
Fiber::getCoroutine() is null before the start, then the coroutine that runs the fiber
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, current_coroutine, delay, spawn};

$fiber = new Fiber(function () use (&$fiber) {
    $inside = $fiber->getCoroutine();
    Fiber::suspend($inside);
    delay(1);
});
var_dump($fiber->getCoroutine());
$one = spawn(function () use ($fiber) {
    $inside = $fiber->start();
    return [$inside === current_coroutine(), $fiber->getCoroutine() === current_coroutine()];
});
var_dump(await($one) === [true, true], $fiber->getCoroutine() === $one, $fiber->getCoroutine()->isCompleted());
$two = spawn(fn() => $fiber->resume());
await($two);
var_dump($fiber->isTerminated(), $fiber->getCoroutine() === $two);
?>
--EXPECT--
NULL
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
