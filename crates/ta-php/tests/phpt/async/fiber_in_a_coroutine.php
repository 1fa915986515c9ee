<?php
use function Async\{await, spawn};

$coroutine = spawn(function () {
    $fiber = new Fiber(function (int $x): string {
        $y = Fiber::suspend($x * 2);
        try {
            Fiber::suspend($y . '!');
        } catch (LogicException $e) {
            return 'got ' . $e->getMessage();
        }
    });
    $log = [$fiber->start(21), $fiber->isSuspended(), $fiber->resume('hello'), $fiber->throw(new LogicException('thrown')),
        $fiber->getReturn(), $fiber->isTerminated()];
    return json_encode($log);
});
echo await($coroutine), "\n";
?>
