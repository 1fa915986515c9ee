--TEST--
Fibers inside a hundred coroutines that all wait
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

$all = [];
for ($i = 0; $i < 100; $i++) {
    $all[] = spawn(function () use ($i) {
        $fiber = new Fiber(function () use ($i) {
            $x = Fiber::suspend($i);
            delay(1 + $i % 5);
            return $x + 1;
        });
        $fiber->resume($fiber->start() * 2);
        return $fiber->getReturn();
    });
}
echo array_sum(array_map(fn($one) => await($one), $all)), "\n";
?>
--EXPECT--
10000
