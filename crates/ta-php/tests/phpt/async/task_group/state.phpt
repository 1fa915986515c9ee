--TEST--
isFinished(), isClosed() and count() through the life of a group
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskGroup;
use function Async\{await, delay};

require __DIR__ . '/turns.inc';
function show(string $when, TaskGroup $group): void
{
    echo $when, ': ', $group->isFinished() ? 'finished' : 'busy', ', ',
        $group->isClosed() ? 'closed' : 'open', ', ', count($group), "\n";
}

$group = new TaskGroup(1);
show('new', $group);
$group->spawn(fn() => turns(1));
$group->spawn(function () { turns(5); throw new Exception('failed'); });
show('two', $group);
await($group->race());
show('one of two', $group);
await($group->all(true));
show('both', $group);
$group->spawn(fn() => 1);
show('another', $group);
$group->close();
$group->close();
show('closed', $group);
$group->awaitCompletion();
show('completed', $group);
?>
--EXPECT--
new: finished, open, 0
two: busy, open, 2
one of two: busy, open, 2
both: finished, open, 2
another: busy, open, 3
closed: busy, closed, 3
completed: finished, closed, 3
