--TEST--
A cancelled sleep throws the cancellation, runs what is to be run finally, and the coroutine may sleep again
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

foreach (['sleep' => fn() => sleep(100), 'usleep' => fn() => usleep(100_000_000), 'time_nanosleep' => fn() => time_nanosleep(100, 0), 'time_sleep_until' => fn() => time_sleep_until(time() + 100)] as $name => $sleep) {
    $sleeper = spawn(function () use ($name, $sleep) {
        try {
            $sleep();
            echo "not reached\n";
        } finally {
            usleep(1000);
            echo "$name ends\n";
        }
    });
    suspend();
    $sleeper->cancel();
    try {
        await($sleeper);
    } catch (Async\AsyncCancellation $cancellation) {
        echo $cancellation->getMessage(), "\n";
    }
}
?>
--EXPECT--
sleep ends
Coroutine cancelled
usleep ends
Coroutine cancelled
time_nanosleep ends
Coroutine cancelled
time_sleep_until ends
Coroutine cancelled
