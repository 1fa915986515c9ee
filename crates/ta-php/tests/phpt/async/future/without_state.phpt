--TEST--
A future has one state from its construction on: reflection makes none without
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{AsyncException, Future, FutureState};

foreach ([Future::class, FutureState::class] as $class) {
    try {
        (new ReflectionClass($class))->newInstanceWithoutConstructor();
        echo "made\n";
    } catch (ReflectionException $e) {
        echo "refused\n";
    }
}
try {
    new Future(new stdClass());
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
try {
    new Future();
} catch (ArgumentCountError $e) {
    echo $e->getMessage(), "\n";
}
$other = new FutureState();
$other->ignore();
$other->complete('other');
$future = Future::completed('own');
try {
    $future->__construct($other);
} catch (AsyncException $e) {
    echo $e->getMessage(), "\n";
}
echo $future->await(), "\n";
?>
--EXPECT--
refused
refused
Async\Future::__construct(): Argument #1 ($state) must be of type Async\FutureState, stdClass given
Async\Future::__construct() expects exactly 1 argument, 0 given
Future already has a state
own
