--TEST--
The classes are final, refuse clones and serialisation; FutureState refuses dynamic properties
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Awaitable, Completable, Future, FutureState};

foreach ([FutureState::class, Future::class] as $class) {
    $mirror = new ReflectionClass($class);
    var_dump($mirror->isFinal(), $mirror->isCloneable());
}
$state = new FutureState();
$future = (new Future($state))->ignore();
var_dump($future instanceof Completable, $future instanceof Awaitable, $state instanceof Awaitable);
foreach ([$state, $future] as $object) {
    foreach ([fn() => clone $object, fn() => serialize($object)] as $try) {
        try {
            $try();
        } catch (Throwable $e) {
            echo get_class($e), ': ', $e->getMessage(), "\n";
        }
    }
}
try {
    $state->extra = 1;
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
bool(true)
bool(false)
bool(true)
bool(false)
bool(true)
bool(true)
bool(false)
Error: Trying to clone an uncloneable object of class Async\FutureState
Exception: Serialization of 'Async\FutureState' is not allowed
Error: Trying to clone an uncloneable object of class Async\Future
Exception: Serialization of 'Async\Future' is not allowed
Cannot create dynamic property Async\FutureState::$extra
