--TEST--
TaskSet has the methods of a group, without those that look at what was kept
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{TaskGroup, TaskSet};

$class = new ReflectionClass(TaskSet::class);
$interfaces = $class->getInterfaceNames();
sort($interfaces);
echo implode(' ', $interfaces), ' ', $class->isFinal() ? 'final' : 'open', "\n";
$names = fn(string $class) => array_map(fn($method) => $method->name, (new ReflectionClass($class))->getMethods());
echo 'only a set: ', implode(' ', array_diff($names(TaskSet::class), $names(TaskGroup::class))), "\n";
echo 'only a group: ', implode(' ', array_diff($names(TaskGroup::class), $names(TaskSet::class))), "\n";
$set = new TaskSet();
foreach ([fn() => clone $set, fn() => serialize($set), fn() => $set->more = 1] as $attempt) {
    try {
        $attempt();
    } catch (Throwable $error) {
        echo $error::class, "\n";
    }
}
?>
--EXPECT--
Async\Awaitable Countable IteratorAggregate Traversable final
only a set: joinNext joinAny joinAll
only a group: all race any getResults getErrors suppressErrors
Error
Exception
Error
