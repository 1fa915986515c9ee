--TEST--
A fiber that main suspended may be resumed by a coroutine, and the other way round
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

$fiber = new Fiber(function () {
    $log = ['main'];
    $log[] = Fiber::suspend();
    delay(1);
    $log[] = Fiber::suspend();
    delay(1);
    return implode(', ', $log);
});
$fiber->start();
await(spawn(fn() => $fiber->resume('coroutine')));
$fiber->resume('main again');
echo $fiber->getReturn(), "\n";
?>
--EXPECT--
main, coroutine, main again
