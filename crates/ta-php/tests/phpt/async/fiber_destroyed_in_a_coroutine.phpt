--TEST--
Destroying a suspended fiber unwinds it silently; suspending the fiber meanwhile is a FiberError
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn};

await(spawn(function () {
    $fiber = new Fiber(function () {
        try {
            Fiber::suspend();
        } finally {
            try {
                Fiber::suspend();
            } catch (FiberError $e) {
                echo $e->getMessage(), "\n";
            }
        }
    });
    $fiber->start();
    unset($fiber);
    echo "destroyed\n";
}));
?>
--EXPECT--
Cannot suspend in a force-closed fiber
destroyed
