--TEST--
The last reference to a scope object cancels what still runs in it
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Scope;
use function Async\{delay, suspend, await};

$scope = new Scope();
$c = $scope->spawn(fn() => delay(60000));
suspend();
unset($scope);
try { await($c); } catch (Async\AsyncCancellation $e) { echo $e->getMessage(), "\n"; }

$scope = new Scope();
$scope->spawn(fn() => print("ran\n"));
suspend();
$scope->finally(fn(Scope $s) => print("finally\n"));
unset($scope);
suspend();
echo "end\n";
?>
--EXPECT--
Scope is being disposed due to object destruction
ran
finally
end
