--TEST--
foreach removes each entry as it yields it
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskSet;
use function Async\delay;

require __DIR__ . '/../task_group/turns.inc';
$set = new TaskSet();
$set->spawnWithKey('slow', function () { turns(3); return 'a'; });
$set->spawnWithKey('bad', fn() => throw new LogicException('b'));
$set->spawnWithKey('fast', fn() => 'c');
$set->close();
foreach ($set as $key => [$result, $error]) {
    echo $key, ' ', $result ?? $error->getMessage(), ' ', count($set), "\n";
}
foreach ($set as $key => $pair) {
    echo "never\n";
}
try {
    $set->getIterator();
} catch (Error $error) {
    echo $error->getMessage(), "\n";
}
?>
--EXPECT--
slow a 2
bad b 1
fast c 0
An object of class Async\TaskSet is not a traversable object in an invalid state
