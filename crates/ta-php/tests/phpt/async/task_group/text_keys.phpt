--TEST--
spawnWithKey() takes texts and numbers; a decimal text is the number, as in arrays
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{AsyncException, TaskGroup};
use function Async\await;

$group = new TaskGroup();
foreach (['a', '', '7', '07', '-3', '-0', 'ünï'] as $key) {
    $group->spawnWithKey($key, fn() => $key);
}
foreach (['a', 7, '', -3] as $key) {
    try {
        $group->spawnWithKey($key, fn() => 'again');
        echo "allowed\n";
    } catch (AsyncException $error) {
        echo $error->getMessage(), "\n";
    }
}
var_dump(await($group->all()));
foreach ([[], ['x'], ['x', 'no_such_function'], [[], 'strlen']] as $arguments) {
    try {
        $group->spawnWithKey(...$arguments);
    } catch (TypeError $error) {
        echo $error::class, "\n";
    }
}
?>
--EXPECT--
Duplicate key a in TaskGroup
Duplicate key 7 in TaskGroup
Duplicate key  in TaskGroup
Duplicate key -3 in TaskGroup
array(7) {
  ["a"]=>
  string(1) "a"
  [""]=>
  string(0) ""
  [7]=>
  string(1) "7"
  ["07"]=>
  string(2) "07"
  [-3]=>
  string(2) "-3"
  ["-0"]=>
  string(2) "-0"
  ["ünï"]=>
  string(5) "ünï"
}
ArgumentCountError
ArgumentCountError
TypeError
TypeError
