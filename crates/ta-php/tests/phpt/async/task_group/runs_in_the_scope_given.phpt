--TEST--
Tasks run in the scope the group was given, and count there
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Scope, TaskGroup};
use function Async\{await, current_context, delay, timeout};

$scope = new Scope();
$scope->spawn(fn() => current_context()->set('where', 'in the scope'));
$group = new TaskGroup(null, null, $scope);
$group->spawn(function () {
    delay(1);
    return current_context()->find('where');
});
var_dump($scope->isFinished());
$scope->awaitCompletion(timeout(5000));
var_dump($scope->isFinished(), $group->getResults());
?>
--EXPECT--
bool(false)
bool(true)
array(1) {
  [0]=>
  string(12) "in the scope"
}
