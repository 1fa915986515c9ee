--TEST--
getResults() and getErrors() hold what has settled so far, by key, in order of insertion
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskGroup;
use function Async\{await, delay};

require __DIR__ . '/turns.inc';
$group = new TaskGroup();
$group->spawnWithKey('slow', function () { turns(9); return 1; });
$group->spawnWithKey('bad', fn() => throw new LogicException('bad'));
$group->spawnWithKey('fast', fn() => 2);
$group->spawnWithKey('worse', function () { turns(6); throw new LogicException('worse'); });
echo json_encode($group->getResults()), ' ', count($group->getErrors()), "\n";
try {
    await($group->race());
} catch (LogicException $error) {
    echo $error->getMessage(), "\n";
}
echo json_encode($group->getResults()), ' ', implode(' ', array_keys($group->getErrors())), "\n";
await($group->all(ignoreErrors: true));
echo json_encode($group->getResults()), ' ', implode(' ', array_keys($group->getErrors())), "\n";
?>
--EXPECT--
[] 0
bad
{"fast":2} bad
{"slow":1,"fast":2} bad worse
