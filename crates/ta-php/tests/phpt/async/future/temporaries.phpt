--TEST--
A chain holds its source, and the intermediate futures
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Future, FutureState};
use function Async\await;

$state = new FutureState();
$end = (new Future($state))
    ->map(fn($v) => $v + 1)
    ->map(fn($v) => $v * 2)
    ->finally(fn() => print("finally\n"));
gc_collect_cycles();
$state->complete(1);
unset($state);
echo await($end), "\n";
?>
--EXPECT--
finally
4
