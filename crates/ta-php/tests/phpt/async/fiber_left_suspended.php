<?php
use function Async\{await, spawn};

$fiber = null;
await(spawn(function () use (&$fiber) {
    $fiber = new Fiber(function () {
        try {
            Fiber::suspend();
            echo "never\n";
        } finally {
            echo "finally\n";
        }
    });
    $fiber->start();
}));
echo "owner ended\n";
?>
