--TEST--
Fibers left suspended by ended coroutines are no deadlock; all finally blocks run at the end, and may make async calls
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

$fibers = [];
for ($i = 1; $i <= 3; $i++) {
    $fibers[] = new Fiber(function () use ($i) {
        try {
            Fiber::suspend();
        } finally {
            delay(1);
            echo "finally $i\n";
        }
    });
}
foreach ($fibers as $fiber) {
    spawn(fn() => $fiber->start());
}
delay(1);
echo count(array_filter($fibers, fn($fiber) => $fiber->isSuspended())), " suspended\n";
?>
--EXPECT--
3 suspended
finally 1
finally 2
finally 3
