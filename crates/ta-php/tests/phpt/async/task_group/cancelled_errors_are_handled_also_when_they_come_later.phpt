--TEST--
An error that a task throws after cancel() is not reported when the group goes
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskGroup;
use function Async\{delay, suspend};

$group = new TaskGroup();
$group->spawn(function () {
    try {
        delay(1000);
    } finally {
        throw new Exception('on the way out');
    }
});
suspend();
$group->cancel();
$group->awaitCompletion();
unset($group);
suspend();
echo "quiet\n";
?>
--EXPECT--
quiet
