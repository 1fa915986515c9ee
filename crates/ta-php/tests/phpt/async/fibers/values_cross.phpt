--TEST--
start(), resume() and suspend() hand values over in both directions, by position and by name
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn};

echo await(spawn(function () {
    $fiber = new Fiber(function (int $a, int ...$rest) {
        $got = Fiber::suspend([$a, $rest]);
        $got = Fiber::suspend($got . '+');
        return $got . '!';
    });
    $log = [$fiber->start(1, 2, 3), $fiber->resume('x'), $fiber->resume('y'), $fiber->getReturn()];
    $named = new Fiber(fn(int $x, int $y) => $x - $y);
    $named->start(y: 1, x: 5);
    $log[] = $named->getReturn();
    return json_encode($log);
})), "\n";
?>
--EXPECT--
[[1,[2,3]],"x+",null,"y!",4]
