--TEST--
A future of a group that has gone settles with what became of the tasks
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{CompositeException, TaskGroup};
use function Async\{await, delay, suspend};

function start(): Async\Future
{
    $group = new TaskGroup();
    $group->spawn(fn() => 'quick');
    $group->spawn(fn() => delay(1000));
    suspend();
    return $group->all();
}
try {
    await(start());
} catch (CompositeException $composite) {
    echo $composite->getExceptions()[0]->getMessage(), "\n";
}
?>
--EXPECT--
Task cancelled due to TaskGroup destruction
