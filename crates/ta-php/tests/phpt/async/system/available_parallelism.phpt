--TEST--
available_parallelism() is a positive number that stays the same, and no more than the machine has
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\available_parallelism;

$first = available_parallelism();
var_dump($first >= 1, available_parallelism() === $first, $first <= Async\CpuSnapshot::now()->cpuCount);
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
