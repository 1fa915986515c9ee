--TEST--
race() settles with the first outcome, value or error
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskGroup;
use function Async\{await, delay};

require __DIR__ . '/turns.inc';
$group = new TaskGroup();
$group->spawn(function () { turns(9); return 'slow'; });
$group->spawn(function () { turns(2); return 'fast'; });
$race = $group->race();
echo await($race), "\n";
echo count($group), " entries, ", $group->isFinished() ? 'finished' : 'still running', "\n";
await($group->all());
echo await($group->race()), " is the oldest of those that have settled\n";

$group = new TaskGroup();
$group->spawn(function () { turns(9); return 'slow'; });
$group->spawn(fn() => throw new LogicException('first to fail'));
try {
    await($group->race());
} catch (LogicException $error) {
    echo $error->getMessage(), "\n";
}
?>
--EXPECT--
fast
2 entries, still running
slow is the oldest of those that have settled
first to fail
