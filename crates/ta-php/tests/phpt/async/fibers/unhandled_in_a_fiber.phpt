--TEST--
An exception that leaves a fiber and its coroutine is the error of the coroutine
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

$coroutine = spawn(function () {
    $fiber = new Fiber(function () { delay(1); throw new RangeException('out of the fiber'); });
    $fiber->start();
});
try {
    await($coroutine);
} catch (RangeException $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
out of the fiber
