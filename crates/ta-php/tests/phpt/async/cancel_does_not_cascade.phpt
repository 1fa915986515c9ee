--TEST--
Cancelling a coroutine cancels neither its children nor the one it awaits; awaiters of it get the exception
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn, suspend};

$awaited = spawn(function () { delay(100); return 'awaited'; });
$parent = spawn(function () use ($awaited) {
    spawn(function () { delay(20); echo "child ends\n"; });
    await($awaited);
});
$waiter = spawn(function () use ($parent) {
    try {
        await($parent);
    } catch (Cancellation $e) {
        echo 'waiter: ', $e->getMessage(), "\n";
    }
});
suspend();
$parent->cancel(new Async\AsyncCancellation('parent only'));
await($waiter);
echo await($awaited), "\n";
?>
--EXPECT--
waiter: parent only
child ends
awaited
