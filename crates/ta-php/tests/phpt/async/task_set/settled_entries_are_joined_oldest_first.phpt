--TEST--
joinNext() takes what has settled in order of insertion
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskSet;
use function Async\{await, delay};

require __DIR__ . '/../task_group/turns.inc';
$set = new TaskSet();
$set->spawn(function () { turns(2); return 'first'; });
$set->spawn(fn() => 'second');
turns(9);
$one = $set->joinNext();
$two = $set->joinNext();
var_dump($one->isCompleted(), $two->isCompleted(), count($set));
echo await($one), ' ', await($two), "\n";
?>
--EXPECT--
bool(true)
bool(true)
int(0)
first second
