--TEST--
dispose() cancels the scope without closing the group
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{AsyncException, Scope, TaskGroup};
use function Async\{delay, suspend};

$scope = new Scope();
$group = new TaskGroup(1, null, $scope);
$group->spawn(function () {
    try {
        delay(1000);
    } catch (Cancellation $error) {
        echo $error->getMessage(), "\n";
        throw $error;
    }
});
$group->spawn(fn() => print("never\n"));
suspend();
$group->dispose();
var_dump($group->isClosed(), $scope->isCancelled());
suspend();
suspend();
var_dump($group->isFinished(), $scope->isClosed());
foreach ($group->getErrors() as $key => $error) {
    echo "$key: ", $error->getMessage(), "\n";
}
try {
    $group->spawn(fn() => 1);
} catch (AsyncException $error) {
    echo $error->getMessage(), "\n";
}
?>
--EXPECT--
bool(false)
bool(true)
Scope was cancelled
bool(true)
bool(true)
0: Scope was cancelled
1: Scope was cancelled
Cannot spawn a coroutine in a closed scope
