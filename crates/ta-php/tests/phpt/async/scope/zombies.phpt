--TEST--
A safe scope leaves started coroutines running; unstarted ones are dropped
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Scope;
use function Async\{delay, suspend, await, timeout};

$scope = (new Scope())->allowZombies();
$zombie = $scope->spawn(function () {
    delay(20);
    return 'done all the same';
});
suspend();
$unstarted = $scope->spawn(fn() => print("never\n"));
$scope->dispose();
var_dump($zombie->isCancellationRequested(), $zombie->isRunning());
var_dump($scope->isFinished(), $scope->isCancelled(), $scope->isClosed());
try { await($unstarted); } catch (Async\AsyncCancellation $e) { echo $e->getMessage(), "\n"; }
var_dump($unstarted->isStarted());
$scope->awaitAfterCancellation();
var_dump(await($zombie), $zombie->isCancelled(), $scope->isClosed());

$strict = (new Scope())->allowZombies()->asNotSafely();
$c = $strict->spawn(fn() => delay(60000));
suspend();
$strict->disposeSafely();
var_dump($c->isCancellationRequested());
$c->cancel(new Async\AsyncCancellation('a zombie can be cancelled'));
try { await($c); } catch (Async\AsyncCancellation $e) { echo $e->getMessage(), "\n"; }
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
bool(false)
Scope was cancelled
bool(false)
string(17) "done all the same"
bool(true)
bool(true)
bool(true)
a zombie can be cancelled
