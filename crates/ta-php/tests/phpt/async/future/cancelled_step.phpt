--TEST--
Cancelling the scope of a callback that waits fails its future, and those behind it
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{AsyncCancellation, Future, FutureState, Scope};
use function Async\{await, suspend};

$scope = new Scope();
$scope->spawn(function () use (&$first, &$second) {
    $first = Future::completed(1)->map(function () {
        echo "waits\n";
        await(new Future(new FutureState()));
    });
    $second = $first->catch(fn() => print("never\n"));
});
suspend();
suspend();
$scope->cancel(new AsyncCancellation('stop'));
foreach ([$first, $second] as $future) {
    try {
        await($future);
    } catch (AsyncCancellation $e) {
        echo $e->getMessage(), "\n";
    }
}
?>
--EXPECT--
waits
stop
Coroutine cancelled
