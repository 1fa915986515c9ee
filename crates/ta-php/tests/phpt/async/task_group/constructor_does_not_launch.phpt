--TEST--
Making a group and looking at it does not start the event loop
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskGroup;
use function Async\get_coroutines;

$group = new TaskGroup(2);
var_dump($group->isFinished(), $group->isClosed(), count($group), $group->getResults(), $group->getErrors());
$group->suppressErrors();
$group->close();
$group->cancel();
$group->awaitCompletion();
echo count(get_coroutines()), " coroutines\n";
$group->spawn(...);
unset($group);
echo "done\n";
?>
--EXPECT--
bool(true)
bool(false)
int(0)
array(0) {
}
array(0) {
}
0 coroutines
done
