--TEST--
A result whose reader cancels it keeps the cancellation; the callback still runs
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Future, FutureState};
use function Async\{await, suspend};

$state = new FutureState();
$child = (new Future($state))->map(fn() => print("callback\n"));
$grandchild = $child->catch(fn($e) => $e->getMessage());
$child->cancel();
echo await($grandchild), "\n";
$state->complete(1);
suspend();
var_dump($child->isCancelled());
?>
--EXPECT--
Future has been cancelled
callback
bool(true)
