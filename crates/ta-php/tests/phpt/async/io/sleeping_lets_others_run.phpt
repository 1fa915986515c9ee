--TEST--
sleep(), usleep(), time_nanosleep() and time_sleep_until() let others run
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await_all_or_fail, spawn};

$sleepers = [
    'sleep' => fn() => sleep(1),
    'usleep' => fn() => usleep(600_000),
    'time_nanosleep' => fn() => time_nanosleep(0, 300_000_000),
    'time_sleep_until' => fn() => time_sleep_until(microtime(true) + 0.05),
];
$start = microtime(true);
$tasks = [];
foreach ($sleepers as $name => $sleep) {
    $tasks[] = spawn(function () use ($name, $sleep) {
        echo "$name begins\n";
        $result = $sleep();
        echo "$name: ", json_encode($result), "\n";
    });
}
await_all_or_fail($tasks);
var_dump(microtime(true) - $start >= 1);
?>
--EXPECT--
sleep begins
usleep begins
time_nanosleep begins
time_sleep_until begins
time_sleep_until: true
time_nanosleep: true
usleep: null
sleep: 0
bool(true)
