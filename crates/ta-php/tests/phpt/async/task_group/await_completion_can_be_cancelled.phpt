--TEST--
Cancelling a coroutine that waits for completion leaves the group alone
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{AsyncCancellation, TaskGroup};
use function Async\{delay, spawn, suspend};

$group = new TaskGroup();
$group->spawn(function () { delay(2); return 'done'; });
$group->close();
$waiter = spawn(function () use ($group) {
    try {
        $group->awaitCompletion();
    } catch (AsyncCancellation $error) {
        echo $error->getMessage(), "\n";
    }
});
suspend();
$waiter->cancel();
$group->awaitCompletion();
echo json_encode($group->getResults()), "\n";
?>
--EXPECT--
Coroutine cancelled
["done"]
