--TEST--
Waiting is not reported: not in delays, nor in functions that suspend, nor of an idle loop
--EXTENSIONS--
true_async_server
--INI--
true_async.block_threshold_ms=250
--FILE--
<?php
use function Async\{await, delay, runtime_stats, spawn};

[$near, $far] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$tasks = [
    spawn(fn() => delay(900)),
    spawn(fn() => usleep(900_000)),
    spawn(fn() => sleep(1)),
    spawn(fn() => fread($near, 10)),
    spawn(fn() => shell_exec('sleep 1')),
];
usleep(800_000);
fwrite($far, 'now');
foreach ($tasks as $task) {
    await($task);
}
var_dump(runtime_stats()['blocks']);
?>
--EXPECT--
int(0)
