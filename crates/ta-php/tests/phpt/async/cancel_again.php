<?php
use function Async\{delay, spawn, suspend};

$coroutine = spawn(function () {
    for ($i = 0; $i < 2; $i++) {
        try {
            delay(5000);
        } catch (Async\AsyncCancellation $e) {
            echo $e->getMessage(), "\n";
        }
    }
});
suspend();
$coroutine->cancel(new Async\AsyncCancellation('first'));
$coroutine->cancel(new Async\AsyncCancellation('ignored'));
suspend();
$coroutine->cancel(new Async\AsyncCancellation('second'));
suspend();
var_dump($coroutine->isCompleted());
$coroutine->cancel(new Async\AsyncCancellation('after the end'));
var_dump($coroutine->getException()?->getMessage() !== 'after the end');
?>
