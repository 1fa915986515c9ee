--TEST--
A task that cancels its group goes on to its end and counts as cancelled
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskGroup;
use function Async\{await, delay};

require __DIR__ . '/turns.inc';
$group = new TaskGroup();
$group->spawn(function () use ($group) {
    $group->cancel();
    echo "goes on\n";
    return 'unseen';
});
$group->spawn(fn() => delay(1000));
turns(10);
echo json_encode($group->getResults()), "\n";
foreach ($group->getErrors() as $error) {
    echo $error->getMessage(), "\n";
}
?>
--EXPECT--
goes on
[]
TaskGroup cancelled
TaskGroup cancelled
