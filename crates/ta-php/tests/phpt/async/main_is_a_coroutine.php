<?php
use function Async\{current_coroutine, delay, get_coroutines, spawn};

$other = spawn(fn() => null);
$main = current_coroutine();
var_dump($main === current_coroutine(), $main->getId() > 0, $main->getId() !== $other->getId());
var_dump(in_array($main, get_coroutines(), true), in_array($other, get_coroutines(), true), count(get_coroutines()), array_is_list(get_coroutines()));
var_dump($main->isStarted(), $main->isRunning(), $main->isSuspended(), $main->isCompleted());
spawn(function () use ($main) {
    echo "seen from outside: ", json_encode([$main->isSuspended(), $main->isRunning(), $main->isCompleted()]), "\n";
});
delay(2);
var_dump(count(get_coroutines()));
spawn(function () use ($main) {
    echo "after its end: ", json_encode([$main->isCompleted(), $main->isRunning(), in_array($main, get_coroutines(), true)]), "\n";
});
?>
