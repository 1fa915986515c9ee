--TEST--
Errors of finally() callbacks go to the scope, all callbacks run
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Coroutine, Scope, TaskGroup};
use function Async\{delay, suspend};

require __DIR__ . '/turns.inc';
$scope = new Scope();
$scope->setExceptionHandler(function (Scope $s, Coroutine $c, Throwable $error) use ($scope) {
    var_dump($s === $scope);
    echo $error::class;
    if ($error instanceof Async\CompositeException) {
        foreach ($error->getExceptions() as $one) {
            echo ' ', $one->getMessage();
        }
    }
    echo "\n";
});
foreach ([1, 2] as $count) {
    $group = new TaskGroup(scope: $scope);
    for ($i = 1; $i <= $count; $i++) {
        $group->finally(fn() => throw new LogicException("error $i"));
    }
    $group->finally(fn() => print("runs anyway\n"));
    $group->spawn(fn() => 1);
    $group->close();
    turns(10);
}
var_dump($scope->isCancelled());
?>
--EXPECT--
runs anyway
bool(true)
LogicException
runs anyway
bool(true)
Async\CompositeException error 1 error 2
bool(false)
