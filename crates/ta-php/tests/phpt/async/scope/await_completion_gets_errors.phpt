--TEST--
An error that passes through a scope goes to whoever awaits the scope, and stops there
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Scope;
use function Async\{delay, timeout, spawn};

$scope = new Scope();
$scope->spawn(function () {
    delay(1);
    throw new RuntimeException('broken');
});
$other = $scope->spawn(fn() => delay(60000));
try {
    $scope->awaitCompletion(timeout(10000));
} catch (RuntimeException $e) {
    echo 'caught: ', $e->getMessage(), "\n";
}
var_dump($scope->isCancelled(), $other->isCancellationRequested());
?>
--EXPECT--
caught: broken
bool(true)
bool(true)
