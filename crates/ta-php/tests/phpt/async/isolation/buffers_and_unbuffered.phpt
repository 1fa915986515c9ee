--TEST--
Unbuffered output of other coroutines goes straight out while one buffers
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

$buffering = spawn(function () {
    ob_start();
    echo "buffered\n";
    suspend();
    suspend();
    ob_end_flush();
});
$plain = spawn(function () { echo "straight out\n"; });
await($buffering);
await($plain);
?>
--EXPECT--
straight out
buffered
