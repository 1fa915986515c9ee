--TEST--
A coroutine that yields without end does not starve timers
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{delay, spawn, suspend};

$fired = false;
spawn(function () use (&$fired) { delay(5); $fired = true; });
$start = hrtime(true);
while (!$fired && hrtime(true) - $start < 5_000_000_000) {
    suspend();
}
var_dump($fired);
?>
--EXPECT--
bool(true)
