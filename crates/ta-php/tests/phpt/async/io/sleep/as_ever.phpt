--TEST--
Sleeping: results and refusals are those of plain PHP
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../matrix.inc';

as_ever([
    'sleep' => fn() => [sleep(0), sleep(1)],
    'usleep' => fn() => usleep(1000),
    'time_nanosleep' => fn() => [time_nanosleep(0, 1_000_000), time_nanosleep(0, 0)],
    'time_sleep_until' => fn() => [time_sleep_until(microtime(true) + 0.01), time_sleep_until(microtime(true) - 1)],
    'negative' => fn() => sleep(-1),
    'negative microseconds' => fn() => usleep(-1),
    'negative nanoseconds' => fn() => time_nanosleep(0, -1),
    'too many nanoseconds' => fn() => time_nanosleep(0, 1_000_000_000),
]);
?>
--EXPECT--
sleep: [0,0]
usleep: null
time_nanosleep: [true,true]
time_sleep_until: [true,false], warnings: 1
negative: ValueError
negative microseconds: ValueError
negative nanoseconds: ValueError
too many nanoseconds: ValueError
