--TEST--
Fibers of ten coroutines, each suspended many times, keep their own values
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

$all = [];
for ($n = 0; $n < 10; $n++) {
    $all[] = spawn(function () use ($n) {
        $fiber = new Fiber(function () use ($n) {
            for ($i = 0; $i < 20; $i++) {
                if ($i % 3 === 0) {
                    suspend();
                }
                Fiber::suspend($n * 100 + $i);
            }
        });
        $sum = 0;
        for ($value = $fiber->start(); !$fiber->isTerminated(); $value = $fiber->resume()) {
            $sum += $value;
            if ($value % 2) {
                suspend();
            }
        }
        return $sum === 20 * $n * 100 + 190;
    });
}
var_dump(array_unique(array_map(fn($one) => await($one), $all)));
?>
--EXPECT--
array(1) {
  [0]=>
  bool(true)
}
