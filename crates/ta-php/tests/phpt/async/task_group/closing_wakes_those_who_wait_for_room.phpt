--TEST--
close() wakes a spawn() that waits for room with the closed error
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{AsyncException, TaskGroup};
use function Async\{await, delay, spawn, suspend};

require __DIR__ . '/turns.inc';
$group = new TaskGroup(1, 1);
$group->spawn(fn() => turns(5));
$group->spawn(fn() => turns(5));
foreach (['a', 'b'] as $name) {
    spawn(function () use ($group, $name) {
        try {
            $group->spawn(fn() => print("never\n"));
        } catch (AsyncException $error) {
            echo "$name: ", $error->getMessage(), "\n";
        }
    });
}
suspend();
$group->close();
echo "closed\n";
await($group->all());
echo count($group), " tasks\n";
?>
--EXPECT--
closed
a: Cannot spawn tasks on a closed TaskGroup
b: Cannot spawn tasks on a closed TaskGroup
2 tasks
