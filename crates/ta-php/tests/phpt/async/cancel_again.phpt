--TEST--
While a cancellation is undelivered the first wins; after its delivery a second one interrupts again
--EXTENSIONS--
true_async_server
--FILE--
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
--EXPECT--
first
second
bool(true)
bool(true)
