--TEST--
Callbacks run in the scope where the chain was attached; in an ended scope they do not run
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{AsyncCancellation, Future, FutureState, Scope};
use function Async\{await, current_context, spawn, suspend};

$state = new FutureState();
$future = new Future($state);
$scope = new Scope();
$scope->spawn(function () use ($future, &$inner) {
    current_context()->set('where', 'inner scope');
    $inner = $future->map(fn() => current_context()->find('where'));
});
current_context()->set('where', 'main scope');
$outer = $future->map(fn() => current_context()->find('where'));
suspend();
$state->complete(1);
echo await($inner), "\n", await($outer), "\n";

$state = new FutureState();
$future = new Future($state);
$scope->spawn(function () use ($future, &$lost, &$child) {
    $lost = $future->map(fn() => print("never\n"));
    $child = $lost->finally(fn() => print("never\n"));
});
suspend();
$scope->cancel();
$state->complete(2);
foreach ([$lost, $child] as $dead) {
    try {
        await($dead);
    } catch (AsyncCancellation $e) {
        echo $e->getMessage(), "\n";
    }
}
?>
--EXPECT--
inner scope
main scope
Scope was cancelled
Scope was cancelled
