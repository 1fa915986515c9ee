--TEST--
spawn() numbers tasks from 0; a failed call uses its number up
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{AsyncException, TaskGroup};
use function Async\await;

$group = new TaskGroup();
$group->spawn(fn() => 'first');
$group->spawnWithKey(1, fn() => 'taken');
try {
    $group->spawn(fn() => 'never');
} catch (AsyncException $error) {
    echo $error->getMessage(), "\n";
}
$group->spawn(fn() => 'third');
$group->spawnWithKey(100, fn() => 'hundred');
$group->spawn(fn() => 'fourth');
print_r(await($group->all()));
?>
--EXPECT--
Duplicate key 1 in TaskGroup
Array
(
    [0] => first
    [1] => taken
    [2] => third
    [100] => hundred
    [3] => fourth
)
