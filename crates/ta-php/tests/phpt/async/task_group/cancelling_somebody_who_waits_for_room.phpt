--TEST--
A coroutine cancelled while it waits for room adds nothing, and the next one gets the room
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{AsyncCancellation, TaskGroup};
use function Async\{await, delay, spawn, suspend};

require __DIR__ . '/turns.inc';
$group = new TaskGroup(1, 1);
$group->spawnWithKey('a', fn() => turns(9));
$group->spawnWithKey('b', fn() => turns(1));
$first = spawn(function () use ($group) {
    try {
        $group->spawnWithKey('c', fn() => print("never\n"));
    } catch (AsyncCancellation $error) {
        echo $error->getMessage(), "\n";
    }
});
$second = spawn(fn() => $group->spawnWithKey('d', fn() => 'ok'));
suspend();
$first->cancel(new AsyncCancellation('changed my mind'));
await($second);
await($group->all());
echo implode(' ', array_keys($group->getResults())), "\n";
?>
--EXPECT--
changed my mind
a b d
