--TEST--
The scheduler may be launched from a nested fiber at top level; main waits as a whole
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, current_coroutine, delay, spawn};

$outer = new Fiber(function () {
    $inner = new Fiber(function () {
        spawn(function () { echo "coroutine\n"; });
        delay(1);
        Fiber::suspend(current_coroutine());
        return await(spawn(fn() => 'awaited'));
    });
    $main = $inner->start();
    Fiber::suspend($main);
    $inner->resume();
    return $inner->getReturn();
});
$main = $outer->start();
var_dump($main === current_coroutine());
$outer->resume();
echo $outer->getReturn(), "\n";
?>
--EXPECT--
coroutine
bool(true)
awaited
