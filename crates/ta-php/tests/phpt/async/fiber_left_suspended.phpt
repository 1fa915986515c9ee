--TEST--
A suspended fiber whose owner has ended is no deadlock; its finally blocks run at the end
--EXTENSIONS--
true_async_server
--FILE--
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
--EXPECT--
owner ended
finally
