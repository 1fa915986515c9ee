--TEST--
What is not iterable or not callable, negative limits, too few and too many arguments
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\iterate;

foreach ([
    fn() => iterate(1, fn() => 1),
    fn() => iterate(null, fn() => 1),
    fn() => iterate(new stdClass, fn() => 1),
    fn() => iterate([], 'no such function'),
    fn() => iterate([1], fn() => print("called\n"), -1),
    fn() => iterate([], fn() => 1, 'x'),
    fn() => iterate([]),
    fn() => iterate([], fn() => 1, 0, true, 5),
] as $call) {
    try {
        $call();
        echo "no exception\n";
    } catch (Throwable $e) {
        echo $e::class, ': ', $e->getMessage(), "\n";
    }
}
?>
--EXPECT--
TypeError: Async\iterate(): Argument #1 ($iterable) must be of type Traversable|array, int given
TypeError: Async\iterate(): Argument #1 ($iterable) must be of type Traversable|array, null given
TypeError: Async\iterate(): Argument #1 ($iterable) must be of type Traversable|array, stdClass given
TypeError: Async\iterate(): Argument #2 ($callback) must be a valid callback, function "no such function" not found or invalid function name
ValueError: Async\iterate(): Argument #3 ($concurrency) must be greater than or equal to 0
TypeError: Async\iterate(): Argument #3 ($concurrency) must be of type int, string given
ArgumentCountError: Async\iterate() expects at least 2 arguments, 1 given
ArgumentCountError: Async\iterate() expects at most 4 arguments, 5 given
