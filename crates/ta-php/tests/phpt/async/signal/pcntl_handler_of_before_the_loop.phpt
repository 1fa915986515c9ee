--TEST--
Handlers that were set before the loop was started are called while all coroutines wait
--EXTENSIONS--
true_async_server
posix
pcntl
--FILE--
<?php
use function Async\delay;

$called = 0.0;
pcntl_signal(SIGUSR1, function () use (&$called) { $called = hrtime(true); });
$me = getmypid();
proc_close(proc_open("(sleep 0.1; kill -USR1 $me) </dev/null >/dev/null 2>&1 &", [], $pipes));
$began = hrtime(true);
delay(3000);
var_dump($called > $began, (hrtime(true) - $called) / 1e6 > 1000);
?>
--EXPECT--
bool(true)
bool(true)
