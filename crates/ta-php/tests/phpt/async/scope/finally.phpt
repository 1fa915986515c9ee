--TEST--
Finally handlers of a scope run once, in order, in a coroutine, when it has ended for good
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Scope;
use function Async\{delay, suspend};

$scope = new Scope();
$scope->finally(function (Scope $s) use (&$scope) {
    echo 'first ', var_export($s === $scope, true), ' ', var_export($s->isClosed(), true), "\n";
    suspend();
    echo "first goes on\n";
});
$scope->finally(fn() => print("second\n"));
$scope->spawn(function () {
    try {
        delay(60000);
    } finally {
        echo "unwinds\n";
    }
});
suspend();
$scope->cancel();
echo "cancelled\n";
suspend(); suspend(); suspend();
$scope->cancel();
$scope->finally(fn() => print("at once\n"));
echo "end\n";
?>
--EXPECT--
cancelled
unwinds
first true true
first goes on
second
at once
end
