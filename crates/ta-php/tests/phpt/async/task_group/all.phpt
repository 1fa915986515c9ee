--TEST--
all() resolves with every value, in order of insertion, without close()
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Future, TaskGroup};
use function Async\{await, delay};

$group = new TaskGroup();
$group->spawnWithKey('slow', function () { delay(5); return 'tortoise'; });
$group->spawn(fn() => 'hare');
$first = $group->all();
$second = $group->all();
var_dump($first instanceof Future, $first !== $second, $first->isCompleted());
print_r(await($first));
var_dump(await($first) === await($second), $group->isClosed());
$group->spawn(fn() => 'later');
echo implode(' ', await($group->all())), "\n";
echo implode(' ', await($first)), "\n";
?>
--EXPECT--
bool(true)
bool(true)
bool(false)
Array
(
    [slow] => tortoise
    [0] => hare
)
bool(true)
bool(false)
tortoise hare later
tortoise hare
