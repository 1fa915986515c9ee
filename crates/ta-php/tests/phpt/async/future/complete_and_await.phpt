--TEST--
A future settles with a value; several readers share one state; awaiting a settled one does not yield
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Future, FutureState};
use function Async\{await, spawn};

$state = new FutureState();
$one = new Future($state);
$two = new Future($state);
var_dump($one->isCompleted(), $state->isCompleted());
spawn(function () use ($state) {
    $state->complete(['a' => 1]);
    echo "settled\n";
});
var_dump(await($one) === $two->await());
var_dump($one->isCompleted(), $two->isCompleted(), $state->isCompleted(), $one->isCancelled());
spawn(function () { echo "other\n"; });
echo await($one)['a'], "\n";
?>
--EXPECT--
bool(false)
bool(false)
settled
bool(true)
bool(true)
bool(true)
bool(true)
bool(false)
1
other
