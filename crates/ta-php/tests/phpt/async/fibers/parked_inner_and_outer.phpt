--TEST--
Neither fiber of a nested pair can be resumed while the inner one waits in an async call
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

$inner = null;
$outer = new Fiber(function () use (&$inner) {
    $inner = new Fiber(function () { delay(20); return 'inner'; });
    $inner->start();
    return $inner->getReturn() . ' and outer';
});
$owner = spawn(function () use ($outer) { $outer->start(); return $outer->getReturn(); });
$intruder = spawn(function () use ($outer, &$inner) {
    foreach ([$outer, $inner] as $fiber) {
        try {
            $fiber->resume();
            echo "resumed\n";
        } catch (FiberError) {
            echo "FiberError\n";
        }
    }
});
await($intruder);
echo await($owner), "\n";
?>
--EXPECT--
FiberError
FiberError
inner and outer
