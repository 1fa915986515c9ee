--TEST--
Whoever awaits main gets its value, which is null, or what it threw, which counts as handled
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, current_coroutine, delay, spawn, suspend};

delay(0);
$main = current_coroutine();
spawn(function () use ($main) {
    try {
        await($main);
        echo "not reached\n";
    } catch (RuntimeException $e) {
        echo 'awaiter: ', $e->getMessage(), "\n";
        var_dump($main->isCompleted(), $main->getException() === $e);
    }
});
suspend();
throw new RuntimeException('thrown by main');
?>
--EXPECT--
awaiter: thrown by main
bool(true)
bool(true)
