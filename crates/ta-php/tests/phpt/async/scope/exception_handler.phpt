--TEST--
An exception handler absorbs an error: nothing is cancelled
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Scope;
use function Async\{delay, suspend, await};

$scope = new Scope();
$scope->setExceptionHandler(fn() => print("replaced\n"));
$scope->setExceptionHandler(function (Scope $s, Async\Coroutine $c, Throwable $e) use ($scope, &$failing) {
    printf("%s %s %s: %s\n", var_export($s === $scope, true), var_export($c->isCompleted(), true), get_class($e), $e->getMessage());
    suspend();
    echo "handlers may wait\n";
});
$other = $scope->spawn(function () {
    delay(10);
    return 'untouched';
});
$scope->spawn(function () { throw new RuntimeException('oops'); });
var_dump(await($other));
var_dump($scope->isCancelled());
?>
--EXPECT--
true true RuntimeException: oops
handlers may wait
string(9) "untouched"
bool(false)
