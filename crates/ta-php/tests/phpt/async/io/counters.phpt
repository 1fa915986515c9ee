--TEST--
runtime_stats() counts what blocking functions waited for, and what helper threads did
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, runtime_stats, spawn, suspend};

$idle = runtime_stats();
var_dump($idle['interposition'], $idle['interposition_obstacle'], array_sum($idle['hooked_waits']), $idle['descriptor_waits']);

[$near, $far] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$reader = spawn(fn() => fread($near, 10));
$sleeper = spawn(fn() => usleep(20_000));
$lookup = spawn(fn() => gethostbyname('localhost'));
suspend();
$busy = runtime_stats();
var_dump($busy['interposition'], $busy['interposition_obstacle'], $busy['hooked_waits']['sleep'], $busy['hooked_waits']['resolve']);
// The reader, and the one who waits for a helper thread.
var_dump($busy['descriptor_waits'], $busy['helper_threads'] >= 1);
fwrite($far, 'now');
await($reader);
await($sleeper);
await($lookup);
$after = runtime_stats();
var_dump($after['descriptor_waits'], $after['helper_calls'] - $idle['helper_calls']);
?>
--EXPECT--
string(4) "idle"
NULL
int(0)
int(0)
string(6) "active"
NULL
int(1)
int(1)
int(2)
bool(true)
int(0)
int(1)
