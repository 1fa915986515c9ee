--TEST--
The finally block of a fiber that is destroyed may make async calls
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
            echo await(spawn(fn() => 'awaited')), "\n";
        }
    });
    $fiber->start();
    unset($fiber);
    echo "destroyed\n";
}));
?>
--EXPECT--
awaited
destroyed
