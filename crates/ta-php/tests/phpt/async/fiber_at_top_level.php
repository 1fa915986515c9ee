<?php
use function Async\{await, delay, spawn};

$fiber = new Fiber(function () {
    echo "fiber\n";
    echo await(spawn(function () { delay(2); return 'awaited in the fiber'; })), "\n";
    Fiber::suspend('value');
    delay(1);
    return 'end';
});
echo $fiber->start(), "\n";
$fiber->resume();
echo $fiber->getReturn(), "\n";
?>
