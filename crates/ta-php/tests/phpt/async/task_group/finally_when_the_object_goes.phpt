--TEST--
A group that goes while it is open still calls its finally() callbacks, with itself
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskGroup;
use function Async\{delay, suspend};

require __DIR__ . '/turns.inc';
$group = new TaskGroup();
$group->finally(function (TaskGroup $group) {
    echo 'finally: ', $group->isClosed() ? 'closed' : 'open', ' ', json_encode($group->getResults()), ' ', count($group->getErrors()), "\n";
});
$group->spawn(fn() => 'done');
$group->spawn(fn() => delay(1000));
suspend();
unset($group);
echo "gone\n";
turns(10);
echo "end\n";
?>
--EXPECT--
gone
finally: closed ["done"] 1
end
