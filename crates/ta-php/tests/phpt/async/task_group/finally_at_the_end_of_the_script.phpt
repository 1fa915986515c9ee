--TEST--
A group that only the script's end destroys calls its finally() callbacks
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskGroup;
use function Async\delay;

$group = new TaskGroup();
$group->finally(fn(TaskGroup $group) => print("finally: {$group->count()}\n"));
$group->spawn(fn() => 1);
echo "end of script\n";
?>
--EXPECT--
end of script
finally: 1
