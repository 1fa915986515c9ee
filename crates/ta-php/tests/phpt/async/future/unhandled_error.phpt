--TEST--
An error that nobody took is complained about when the last handle goes
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{AsyncCancellation, Future, FutureState};
use function Async\{await, suspend};

echo "finally is use, but does not take the error\n";
$state = new FutureState(); // line 6
$future = new Future($state);
$future->finally(fn() => null)->ignore();
$state->error(new RuntimeException('nobody cares')); // line 9
suspend();
unset($future, $state); // line 11
echo "map passes it on\n";
$future = Future::failed(new RuntimeException('passed on')); // line 13
$child = $future->map(fn() => 1);
suspend();
unset($future);
echo "to its result\n";
$child->finally(fn() => 1)->ignore();
suspend();
unset($child);
echo "both complaints\n";
Future::failed(new RuntimeException('twice'));
echo "not these\n";
$ignored = Future::failed(new RuntimeException('ignored'))->ignore();
unset($ignored);
$state = new FutureState();
$state->ignore();
$state->error(new RuntimeException('ignored'));
unset($state);
echo await(Future::failed(new RuntimeException('caught'))->catch(fn($e) => $e->getMessage())), "\n";
try {
    await(Future::failed(new RuntimeException('awaited')));
} catch (RuntimeException $e) {
    echo $e->getMessage(), "\n";
}
$cancelled = Future::failed(new AsyncCancellation('a normal way to end'));
$cancelled->finally(fn() => 1)->ignore();
unset($cancelled);
suspend();
echo "end\n";
?>
--EXPECTF--
finally is use, but does not take the error

Warning: Unhandled exception in Future: nobody cares; use catch() or ignore() to handle it. Created at %sunhandled_error.php:6, completed at %sunhandled_error.php:9 in %sunhandled_error.php on line 11
map passes it on
to its result

Warning: Unhandled exception in Future: passed on; use catch() or ignore() to handle it. Created at %sunhandled_error.php:14, completed at unknown in %s
both complaints

Warning: Future was never used; %s

Warning: Unhandled exception in Future: twice; %s
not these
caught
awaited
end
