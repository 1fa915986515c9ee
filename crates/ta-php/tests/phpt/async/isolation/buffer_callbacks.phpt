--TEST--
A callback of ob_start() sees the output of its coroutine only
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

$task = function (string $name) {
    ob_start(fn(string $buffer) => "[$name: $buffer]");
    echo "one";
    suspend();
    echo " two";
    suspend();
    ob_end_flush();
    echo "\n";
};
$a = spawn($task, 'a');
$b = spawn($task, 'b');
await($a);
await($b);
?>
--EXPECT--
[a: one two]
[b: one two]
