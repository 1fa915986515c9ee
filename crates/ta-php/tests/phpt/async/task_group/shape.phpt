--TEST--
TaskGroup is final, strict, awaitable, countable and traversable
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskGroup;

$class = new ReflectionClass(TaskGroup::class);
$interfaces = $class->getInterfaceNames();
sort($interfaces);
echo implode(' ', $interfaces), "\n";
var_dump($class->isFinal());
$group = new TaskGroup();
foreach ([
    'clone' => fn() => clone $group,
    'serialize' => fn() => serialize($group),
    'property' => fn() => $group->more = 1,
    'constructor' => fn() => $group->__construct(),
] as $what => $attempt) {
    try {
        $attempt();
        echo "$what: allowed\n";
    } catch (Throwable $error) {
        echo "$what: ", $error::class, "\n";
    }
}
?>
--EXPECT--
Async\Awaitable Countable IteratorAggregate Traversable
bool(true)
clone: Error
serialize: Exception
property: Error
constructor: Async\AsyncException
