--TEST--
When no more coroutines may exist, spawn() says so; what is queued gets the room of what ends
--EXTENSIONS--
true_async_server
--INI--
true_async.max_coroutines=4
--FILE--
<?php
use Async\{AsyncException, TaskGroup};
use function Async\{await, suspend};

$group = new TaskGroup();
try {
    for ($i = 0; $i < 10; $i++) {
        $group->spawn(fn() => suspend());
    }
} catch (AsyncException $error) {
    echo "$i: ", $error->getMessage(), "\n";
}
await($group->all());
$group = new TaskGroup(3);
for ($i = 0; $i < 5; $i++) {
    $group->spawn(function () use ($i) {
        suspend();
        return $i;
    });
}
echo implode(' ', await($group->all())), "\n";
?>
--EXPECT--
3: Cannot create a coroutine: 4 exist already; raise true_async.max_coroutines to allow more
0 1 2 3 4
