<?php
use function Async\{await, delay, spawn};

$coroutine = spawn(function () {
    $failing = spawn(function () { delay(1); throw new DomainException('from the awaited one'); });
    foreach ([fn() => await($failing), fn() => throw new LogicException('natural')] as $body) {
        $fiber = new Fiber($body);
        try {
            $fiber->start();
        } catch (Exception $e) {
            echo get_class($e), ': ', $e->getMessage(), ', ', $fiber->isTerminated() ? 'terminated' : 'alive', "\n";
        }
    }
    try {
        $fiber->resume();
    } catch (FiberError $e) {
        echo "FiberError\n";
    }
});
await($coroutine);
?>
