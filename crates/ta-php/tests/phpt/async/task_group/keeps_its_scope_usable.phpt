--TEST--
A group keeps the scope it was given from being disposed
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Scope, TaskGroup};
use function Async\await;

$scope = new Scope();
$group = new TaskGroup(scope: $scope);
unset($scope);
$group->spawn(fn() => 'still works');
echo await($group->race()), "\n";
?>
--EXPECT--
still works
