--TEST--
A coroutine spawned by a coroutine starts behind everything already queued
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{spawn, suspend};

spawn(function () {
    echo "A\n";
    spawn(function () { echo "A's child\n"; spawn(function () { echo "grandchild\n"; }); });
    echo "A goes on\n";
    suspend();
    echo "A again\n";
});
spawn(function () { echo "B\n"; });
?>
--EXPECT--
A
A goes on
B
A's child
A again
grandchild
