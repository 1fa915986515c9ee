--TEST--
throw() raises at Fiber::suspend(), also after the fiber had waited in an async call
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

await(spawn(function () {
    $fiber = new Fiber(function () {
        delay(1);
        try {
            Fiber::suspend();
        } catch (LogicException $e) {
            delay(1);
            return 'caught ' . $e->getMessage();
        }
    });
    $fiber->start();
    $fiber->throw(new LogicException('thrown'));
    echo $fiber->getReturn(), "\n";
}));
?>
--EXPECT--
caught thrown
