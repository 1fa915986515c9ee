--TEST--
Code in eval() may suspend
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn};

$task = fn(int $n) => eval('Async\suspend(); $n++; Async\suspend(); return $n;');
$a = spawn($task, 1);
$b = spawn($task, 10);
echo await($a), ' ', await($b), "\n";
?>
--EXPECT--
2 11
