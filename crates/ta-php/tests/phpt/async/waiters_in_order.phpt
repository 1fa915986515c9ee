--TEST--
Several waiters of one coroutine are woken in the order they began to wait, after the producer went on
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

$producer = spawn(function () {
    suspend();
    suspend();
    echo "producer ends\n";
    return 'x';
});
foreach ([1, 2, 3] as $number) {
    spawn(function () use ($number, $producer) {
        $got = await($producer);
        echo "waiter $number got $got\n";
    });
}
?>
--EXPECT--
producer ends
waiter 1 got x
waiter 2 got x
waiter 3 got x
