--TEST--
In await_all() and the like a group settles when it becomes finished
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskGroup;
use function Async\{await_all, await_any_or_fail, delay, spawn};

$group = new TaskGroup(1);
$order = [];
foreach ([1, 2] as $i) {
    $group->spawn(function () use ($i, &$order) { delay(1); $order[] = "task $i"; });
}
$group->spawn(fn() => throw new Exception('stays inside'));
var_dump(await_all(['group' => $group]));
$order[] = 'group';
echo implode(', ', $order), "\n";
// It is finished now.
var_dump(await_any_or_fail([$group, spawn(fn() => delay(1000))]));
$group->suppressErrors();
exit(0);
?>
--EXPECT--
array(2) {
  [0]=>
  array(1) {
    ["group"]=>
    NULL
  }
  [1]=>
  array(0) {
  }
}
task 1, task 2, group
NULL
