<?php
use function Async\{await, delay, spawn, suspend};

$awaited = spawn(function () { delay(10); return 'awaited'; });
$parent = spawn(function () use ($awaited) {
    spawn(function () { delay(5); echo "child ends\n"; });
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
