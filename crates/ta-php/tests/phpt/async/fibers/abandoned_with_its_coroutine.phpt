--TEST--
A suspended fiber that only its ended coroutine held is destroyed with it
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

await(spawn(function () {
    $fiber = new Fiber(function () {
        try {
            Fiber::suspend();
        } finally {
            suspend();
            echo "finally\n";
        }
    });
    $fiber->start();
    echo "coroutine\n";
}));
echo "main\n";
?>
--EXPECT--
coroutine
finally
main
