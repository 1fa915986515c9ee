--TEST--
A group cannot be made in a disposed scope
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{AsyncException, Scope, TaskGroup};

$scope = new Scope();
$scope->dispose();
try {
    new TaskGroup(scope: $scope);
} catch (AsyncException $error) {
    echo $error->getMessage(), "\n";
}
try {
    new TaskGroup(scope: new stdClass());
} catch (TypeError $error) {
    echo $error::class, "\n";
}
?>
--EXPECT--
Cannot create a Async\TaskGroup in a scope that has been disposed
TypeError
