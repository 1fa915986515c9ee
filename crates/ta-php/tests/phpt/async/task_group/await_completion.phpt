--TEST--
awaitCompletion() needs a closed group and never throws errors of tasks
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{AsyncException, TaskGroup};
use function Async\{delay, spawn, suspend};

$group = new TaskGroup();
$group->spawn(function () { delay(2); throw new Exception('stays inside'); });
try {
    $group->awaitCompletion();
} catch (AsyncException $error) {
    echo $error->getMessage(), "\n";
}
$group->close();
spawn(function () use ($group) {
    $group->awaitCompletion();
    echo "second waiter\n";
});
suspend();
$group->awaitCompletion();
echo "first waiter\n";
suspend();
$group->awaitCompletion();
echo count($group->getErrors()), " error\n";
?>
--EXPECT--
TaskGroup must be closed before calling awaitCompletion()
second waiter
first waiter
1 error
