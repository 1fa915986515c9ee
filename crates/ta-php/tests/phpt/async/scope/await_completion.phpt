--TEST--
awaitCompletion() waits for active coroutines here and below, also for those spawned meanwhile
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Scope;
use function Async\{suspend, timeout};

$scope = new Scope();
$scope->spawn(function () use ($scope) {
    for ($turn = 0; $turn < 5; $turn++) {
        suspend();
    }
    echo "first\n";
    $scope->spawn(function () {
        suspend();
        echo "spawned meanwhile\n";
    });
});
$below = Scope::inherit($scope);
$below->spawn(function () {
    suspend();
    echo "below\n";
});
$scope->awaitCompletion(timeout(10000));
echo "complete\n";
$scope->awaitCompletion(timeout(10000));
echo "again, at once\n";
?>
--EXPECT--
below
first
spawned meanwhile
complete
again, at once
