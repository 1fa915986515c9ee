--TEST--
A fiber that is being destroyed cannot suspend itself; async calls are fine
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

await(spawn(function () {
    $fiber = new Fiber(function () {
        try {
            Fiber::suspend();
        } finally {
            delay(1);
            try {
                Fiber::suspend();
            } catch (FiberError $e) {
                echo $e->getMessage(), "\n";
            }
            delay(1);
            echo "end of finally\n";
        }
    });
    $fiber->start();
    $fiber = null;
    echo "destroyed\n";
}));
?>
--EXPECT--
Cannot suspend in a force-closed fiber
end of finally
destroyed
