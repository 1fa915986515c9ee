--TEST--
joinAny() delivers and removes the first success; failures stay
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{CompositeException, TaskSet};
use function Async\{await, delay};

$set = new TaskSet();
$set->spawn(fn() => throw new LogicException('a'));
$set->spawn(fn() => 'settled before');
delay(1);
echo await($set->joinAny()), ' ', count($set), "\n";
$set->spawn(function () { delay(1); return 'settled later'; });
echo await($set->joinAny()), ' ', count($set), "\n";
try {
    await($set->joinAny());
} catch (CompositeException $error) {
    echo count($error->getExceptions()), ' error, ', count($set), " left\n";
}
try {
    await($set->joinAll());
} catch (CompositeException $error) {
    echo $error->getExceptions()[0]->getMessage(), ', ', count($set), " left\n";
}
?>
--EXPECT--
settled before 1
settled later 1
1 error, 1 left
a, 0 left
