--TEST--
A task with a free slot has a coroutine at once, which starts later; a queued one has none
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskGroup;
use function Async\{await, get_coroutines, suspend};

$group = new TaskGroup(2);
foreach (['a', 'b', 'c'] as $name) {
    $group->spawn(function () use ($name) {
        echo "$name runs\n";
    });
    // Main is one of them.
    echo "$name added, coroutines: ", count(get_coroutines()) - 1, "\n";
}
suspend();
echo "main again\n";
await($group->all());
?>
--EXPECT--
a added, coroutines: 1
b added, coroutines: 2
c added, coroutines: 2
a runs
b runs
main again
c runs
