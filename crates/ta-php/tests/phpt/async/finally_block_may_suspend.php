<?php
use function Async\{await, delay, spawn, suspend};

$coroutine = spawn(function () {
    try {
        delay(5000);
    } finally {
        delay(2);
        echo 'cleanup: ', await(spawn(fn() => 'helper')), "\n";
    }
});
suspend();
$coroutine->cancel();
try {
    await($coroutine);
} catch (Cancellation $e) {
    echo $e->getMessage(), "\n";
}
?>
