--TEST--
awaitAfterCancellation() wants a cancelled scope, waits for zombies too, and hands errors to its handler
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Scope;
use function Async\{delay, suspend, timeout};

$scope = (new Scope())->allowZombies();
try {
    $scope->awaitAfterCancellation();
} catch (Async\AsyncException $e) {
    echo $e->getMessage(), "\n";
}
$scope->spawn(function () {
    suspend();
    echo "zombie one\n";
    throw new LogicException('late');
});
$scope->spawn(function () {
    for ($i = 0; $i < 9; $i++) {
        suspend();
    }
    echo "zombie two\n";
});
suspend();
$scope->cancel();
$scope->awaitAfterCancellation(function (Throwable $e, Scope $s) use ($scope) {
    echo get_class($e), ': ', $e->getMessage(), ' ', var_export($s === $scope, true), "\n";
});
echo "gone\n";

$scope = (new Scope())->allowZombies();
$scope->spawn(function () { delay(5); throw new LogicException('nobody handles it'); });
suspend();
$scope->cancel();
try {
    $scope->awaitAfterCancellation();
} catch (LogicException $e) {
    echo 'thrown: ', $e->getMessage(), "\n";
}

$scope = (new Scope())->allowZombies();
$scope->spawn(fn() => delay(60000));
suspend();
$scope->cancel();
try {
    $scope->awaitAfterCancellation(null, timeout(5));
} catch (Async\OperationCanceledException $e) {
    echo $e->getMessage(), "\n";
}
Async\graceful_shutdown();
?>
--EXPECT--
Attempt to await a Scope that has not been cancelled
zombie one
LogicException: late true
zombie two
gone
thrown: nobody handles it
Operation has been cancelled
