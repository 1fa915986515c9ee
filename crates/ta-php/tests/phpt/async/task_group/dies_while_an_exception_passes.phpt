--TEST--
An exception that leaves the function which held the last reference to a group goes on
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

foreach ([Async\TaskGroup::class, Async\TaskSet::class] as $class) {
    $coroutine = spawn(function () use ($class) {
        $settled = new $class();
        $settled->spawn(fn() => 1);
        $running = new $class();
        $running->spawn(fn() => delay(60_000));
        $unused = new $class();
        delay(1);
        throw new Exception("out of the way of a $class");
    });
    try {
        await($coroutine);
        echo "nothing was thrown\n";
    } catch (Exception $exception) {
        echo $exception->getMessage(), "\n";
    }
}
?>
--EXPECT--
out of the way of a Async\TaskGroup
out of the way of a Async\TaskSet
