--TEST--
A key can be used again when its entry was delivered; numbers go on
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{AsyncException, TaskSet};
use function Async\await;

$set = new TaskSet();
$set->spawnWithKey('k', fn() => 1);
try {
    $set->spawnWithKey('k', fn() => 2);
} catch (AsyncException $error) {
    echo $error->getMessage(), "\n";
}
await($set->joinNext());
$set->spawnWithKey('k', fn() => 3);
$set->spawn(fn() => 4);
await($set->joinAll());
$set->spawn(fn() => 5);
echo json_encode(await($set->joinAll())), "\n";
?>
--EXPECT--
Duplicate key k in TaskGroup
{"1":5}
