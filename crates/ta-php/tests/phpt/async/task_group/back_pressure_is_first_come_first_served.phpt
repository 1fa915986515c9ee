--TEST--
Coroutines that wait for room in the queue get it in the order they came
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskGroup;
use function Async\{await, delay, spawn};

require __DIR__ . '/turns.inc';
$group = new TaskGroup(1, 1);
foreach (['a', 'b', 'c'] as $name) {
    $adders[] = spawn(function () use ($group, $name) {
        for ($i = 1; $i <= 2; $i++) {
            $group->spawnWithKey("$name$i", fn() => turns(2));
            echo "$name$i added\n";
        }
    });
}
foreach ($adders as $adder) {
    await($adder);
}
await($group->all());
echo implode(' ', array_keys($group->getResults())), "\n";
?>
--EXPECT--
a1 added
a2 added
b1 added
c1 added
b2 added
c2 added
a1 a2 b1 c1 b2 c2
