--TEST--
all() on an empty group resolves with an empty array at once
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskGroup;
use function Async\await;

$all = (new TaskGroup())->all();
var_dump($all->isCompleted(), await($all));
?>
--EXPECT--
bool(true)
array(0) {
}
