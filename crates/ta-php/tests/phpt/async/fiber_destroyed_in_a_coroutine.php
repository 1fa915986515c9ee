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
