--TEST--
Callbacks never run inside the settling call, but in a coroutine of their own
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Future, FutureState};
use function Async\{await, current_coroutine, spawn, suspend};

$state = new FutureState();
$child = (new Future($state))->map(function ($v) {
    echo "callback\n";
    return current_coroutine();
});
spawn(function () use ($state, &$writer) {
    $writer = current_coroutine();
    $state->complete(1);
    echo "settled\n";
    suspend();
    echo "writer again\n";
});
$helper = await($child);
var_dump($helper !== $writer, $helper !== current_coroutine());
$late = Future::completed(1)->map(fn() => print("late callback\n"));
echo "chained to a settled one\n";
await($late);
?>
--EXPECT--
settled
callback
writer again
bool(true)
bool(true)
chained to a settled one
late callback
