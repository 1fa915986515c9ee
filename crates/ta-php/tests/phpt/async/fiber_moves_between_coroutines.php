<?php
use function Async\{await, current_coroutine, delay, spawn};

$fiber = new Fiber(function () {
    $first = current_coroutine();
    Fiber::suspend();
    delay(2);
    return [$first, current_coroutine()];
});
$one = spawn(fn() => $fiber->start());
await($one);
$two = spawn(function () use ($fiber) { $fiber->resume(); return $fiber->getReturn(); });
[$first, $second] = await($two);
var_dump($first === $one, $second === $two);
?>
