--TEST--
A joinNext() whose future has gone leaves the entry to the next one
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskSet;
use function Async\{await, suspend};

$set = new TaskSet();
$set->spawn(fn() => 'kept');
$set->joinNext()->ignore();
suspend();
echo count($set), ' ', await($set->joinNext()), ' ', count($set), "\n";
?>
--EXPECT--
1 kept 0
