--TEST--
The states of a scope: open, cancelled with live coroutines, closed
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Scope;
use function Async\{delay, suspend};

function show(string $when, Scope $s): void
{
    printf("%-16s finished=%d closed=%d cancelled=%d\n", $when, $s->isFinished(), $s->isClosed(), $s->isCancelled());
}
$scope = new Scope();
show('new', $scope);
$c = $scope->spawn(function () {
    try {
        delay(60000);
    } finally {
        suspend();
        echo "unwound\n";
    }
});
show('queued', $scope);
suspend();
show('waiting', $scope);
$scope->cancel();
show('cancelled', $scope);
try { Async\await($c); } catch (Async\AsyncCancellation $e) { echo $e->getMessage(), "\n"; }
show('drained', $scope);
try { $scope->spawn(fn() => 1); } catch (Async\AsyncException $e) { echo $e->getMessage(), "\n"; }

$empty = new Scope();
$empty->cancel();
show('cancelled empty', $empty);
?>
--EXPECT--
new              finished=1 closed=0 cancelled=0
queued           finished=0 closed=0 cancelled=0
waiting          finished=0 closed=0 cancelled=0
cancelled        finished=1 closed=0 cancelled=1
unwound
Scope was cancelled
drained          finished=1 closed=1 cancelled=1
Cannot spawn a coroutine in a closed scope
cancelled empty  finished=1 closed=1 cancelled=1
