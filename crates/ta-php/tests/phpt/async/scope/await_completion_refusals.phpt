--TEST--
awaitCompletion(): token, cancelled scope, own scope, closed scope
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Scope;
use function Async\{delay, suspend, timeout, await};

$scope = new Scope();
$c = $scope->spawn(fn() => delay(60000));
try {
    $scope->awaitCompletion(timeout(5));
} catch (Async\OperationCanceledException $e) {
    echo get_class($e), ': ', $e->getMessage(), ' <- ', $e->getPrevious()->getMessage(), "\n";
}
var_dump($scope->isCancelled(), $c->isRunning());

$inner = Scope::inherit($scope);
$self = $inner->spawn(function () use ($scope) {
    try {
        $scope->awaitCompletion(timeout(5));
    } catch (Async\AsyncException $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
});
await($self);

$scope->cancel();
try {
    $scope->awaitCompletion(timeout(5));
} catch (Async\AsyncCancellation $e) {
    echo get_class($e), ': ', $e->getMessage(), "\n";
}
suspend();
var_dump($scope->isClosed());
$scope->awaitCompletion(timeout(5));
echo "closed: at once\n";
?>
--EXPECT--
Async\OperationCanceledException: Operation has been cancelled <- Timeout occurred after 5 milliseconds
bool(false)
bool(true)
Async\AsyncException: Cannot await completion of scope from a coroutine that belongs to the same scope or its children
Async\AsyncCancellation: The scope has been cancelled
bool(true)
closed: at once
