--TEST--
finally() callbacks run in a coroutine of their own, in order, when a closed group has ended
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskGroup;
use function Async\{await, current_coroutine, suspend};

require __DIR__ . '/turns.inc';
$group = new TaskGroup();
$task = null;
$group->finally(function (TaskGroup $g) use ($group, &$task) {
    var_dump($g === $group, current_coroutine() !== $task);
    echo 'first: ', implode(' ', $g->getResults()), "\n";
    suspend();
    echo "first: end\n";
});
$group->finally(fn() => print("second\n"));
$group->spawn(fn() => 'a');
await($group->all());
turns(5);
echo "finished but open\n";
$group->spawn(function () use (&$task) {
    $task = current_coroutine();
    return 'b';
});
$group->close();
echo "closed\n";
$group->awaitCompletion();
turns(5);
$group->finally(function () { echo "at once\n"; });
echo "end\n";
?>
--EXPECT--
finished but open
closed
bool(true)
bool(true)
first: a b
first: end
second
at once
end
