--TEST--
Errors nobody has heard of go to the scope in one exception when the group goes
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{CompositeException, Coroutine, Scope, TaskGroup};
use function Async\{delay, suspend};

$scope = new Scope();
$scope->setExceptionHandler(function (Scope $scope, Coroutine $coroutine, Throwable $error) {
    echo $error::class, ' line ', $error->getLine(), "\n";
    foreach ($error->getExceptions() as $one) {
        echo $one->getMessage(), "\n";
    }
});
$group = new TaskGroup(scope: $scope);
$group->spawn(fn() => throw new Exception('a'));
$group->spawn(fn() => 'fine');
$group->spawn(fn() => throw new Exception('b'));
delay(1);
unset($group);
echo "gone\n";
suspend();
var_dump($scope->isCancelled());
?>
--EXPECT--
gone
Async\CompositeException line 17
a
b
bool(false)
