--TEST--
An error of a task does not reach the scope or the process while the group lives
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Scope, TaskGroup};
use function Async\{delay, suspend};

$scope = new Scope();
$scope->setExceptionHandler(fn() => print("not called\n"));
$group = new TaskGroup(scope: $scope);
$group->spawn(fn() => throw new Exception('kept'));
delay(1);
var_dump($scope->isCancelled());
echo $group->getErrors()[0]->getMessage(), "\n";
?>
--EXPECT--
bool(false)
kept
