--TEST--
cancel() after close() lets the tasks go on
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskGroup;
use function Async\delay;

$group = new TaskGroup();
$group->spawn(function () {
    delay(1);
    return 'done';
});
$group->close();
$group->cancel();
$group->awaitCompletion();
echo json_encode($group->getResults()), "\n";
?>
--EXPECT--
["done"]
