--TEST--
A coroutine may cancel its own scope: it runs to its end, awaiters see the cancellation
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Scope;
use function Async\await;

$scope = new Scope();
$c = $scope->spawn(function () use ($scope) {
    $scope->cancel();
    echo "goes on\n";
    return 'value';
});
try {
    await($c);
} catch (Async\AsyncCancellation $e) {
    echo $e->getMessage(), "\n";
}
var_dump($c->getResult(), $scope->isClosed());
?>
--EXPECT--
goes on
Scope was cancelled
string(5) "value"
bool(true)
