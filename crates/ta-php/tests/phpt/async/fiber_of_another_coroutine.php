<?php
use function Async\{await, delay, spawn};

$fiber = new Fiber(function () { delay(20); return 'undisturbed'; });
$owner = spawn(function () use ($fiber) {
    $fiber->start();
    return $fiber->getReturn();
});
$intruder = spawn(function () use ($fiber) {
    try {
        $fiber->resume();
        echo "resumed\n";
    } catch (FiberError $e) {
        echo "FiberError\n";
    }
});
await($intruder);
echo await($owner), "\n";
?>
