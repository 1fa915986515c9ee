--TEST--
map() transforms a value, and lets an error pass
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Future, FutureState};
use function Async\{await, spawn};

$state = new FutureState();
$future = new Future($state);
$child = $future->map(function (...$got) {
    echo 'called with ', json_encode($got), "\n";
    return $got[0] * 2;
});
var_dump($child instanceof Future, $child !== $future, $child->isCompleted());
$state->complete(21);
var_dump($child->isCompleted());
var_dump(await($child), await($future));
var_dump(await(Future::completed(1)->map(function () {})));
$error = new RuntimeException('bad');
$skipped = Future::failed($error)->map(fn() => print("never\n"));
try {
    await($skipped);
} catch (RuntimeException $e) {
    var_dump($e === $error);
}
$throws = Future::completed(1)->map(fn() => throw new LogicException('in map'));
try {
    await($throws);
} catch (LogicException $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
bool(true)
bool(true)
bool(false)
bool(false)
called with [21]
int(42)
int(21)
NULL
bool(true)
in map
