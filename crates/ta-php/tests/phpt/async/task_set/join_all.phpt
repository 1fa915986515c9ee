--TEST--
joinAll() delivers everything and empties the set
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{CompositeException, TaskSet};
use function Async\{await, delay};

$set = new TaskSet();
$set->spawnWithKey('slow', function () { delay(2); return 1; });
$set->spawnWithKey('fast', fn() => 2);
$all = $set->joinAll();
echo count($set), ' ', json_encode(await($all)), ' ', count($set), "\n";
$set->spawn(fn() => 'fine');
$set->spawn(fn() => throw new LogicException('bad'));
try {
    await($set->joinAll());
} catch (CompositeException $error) {
    echo $error->getExceptions()[0]->getMessage(), ' ', count($set), "\n";
}
$set->spawn(fn() => 'fine');
$set->spawn(fn() => throw new LogicException('bad'));
echo json_encode(await($set->joinAll(ignoreErrors: true))), ' ', count($set), "\n";
echo json_encode(await($set->joinAll())), "\n";
?>
--EXPECT--
2 {"slow":1,"fast":2} 0
bad 0
{"2":"fine"} 0
[]
