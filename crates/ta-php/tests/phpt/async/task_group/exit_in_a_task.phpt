--TEST--
exit() in a task ends that coroutine like any other
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskGroup;
use function Async\{await, delay};

$group = new TaskGroup();
$group->spawn(function () { echo "leaving\n"; exit(0); });
$group->spawn(fn() => 'stays');
echo json_encode(await($group->all())), "\n";
?>
--EXPECT--
leaving
[null,"stays"]
