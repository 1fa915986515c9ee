--TEST--
disposeAfterTimeout() cancels what is left when the time is up, and nothing else
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Scope;
use function Async\{delay, await};

$scope = new Scope();
$quick = $scope->spawn(function () { delay(1); return 'in time'; });
$slow = $scope->spawn(fn() => delay(60000));
$scope->disposeAfterTimeout(400);
var_dump($scope->isCancelled());
var_dump(await($quick));
try { await($slow); } catch (Async\AsyncCancellation $e) { echo $e->getMessage(), "\n"; }
var_dump($scope->isClosed());

$empty = new Scope();
$empty->disposeAfterTimeout(1);
delay(5);
var_dump($empty->isCancelled());
try { $empty->disposeAfterTimeout(-1); } catch (ValueError $e) { echo $e->getMessage(), "\n"; }
?>
--EXPECT--
bool(false)
string(7) "in time"
Scope has been disposed due to timeout
bool(true)
bool(false)
Async\Scope::disposeAfterTimeout(): Argument #1 ($timeout) must be greater than or equal to 0
