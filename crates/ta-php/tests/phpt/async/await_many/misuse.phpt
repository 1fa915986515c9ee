--TEST--
What is not iterable, tokens that are none, negative counts, too few and too many arguments
--EXTENSIONS--
true_async_server
--FILE--
<?php
namespace Async;

$calls = [
    fn() => await_any_or_fail(1),
    fn() => await_first_success('x'),
    fn() => await_all_or_fail(new \stdClass),
    fn() => await_all(null),
    fn() => await_any_of(1, 1.5),
    fn() => await_any_of_or_fail(1, 1),
    fn() => await_any_of_or_fail(0, new \stdClass),
    fn() => await_any_of_or_fail(-1, []),
    fn() => await_any_of(-1, []),
    fn() => await_any_of('many', []),
    fn() => await_all([], new \stdClass),
    fn() => await_any_of_or_fail(0, [], 5),
    fn() => await_all(),
    fn() => await_any_of(1),
    fn() => await_any_or_fail([], null, true),
    fn() => await_all([], null, true, true, true),
];
foreach ($calls as $call) {
    try {
        $call();
        echo "no exception\n";
    } catch (\Throwable $e) {
        echo $e::class, ': ', $e->getMessage(), "\n";
    }
}
?>
--EXPECT--
Async\AsyncException: Expected parameter 'iterable' to be an array or an object implementing Traversable
Async\AsyncException: Expected parameter 'iterable' to be an array or an object implementing Traversable
Async\AsyncException: Expected parameter 'iterable' to be an array or an object implementing Traversable
Async\AsyncException: Expected parameter 'iterable' to be an array or an object implementing Traversable
Async\AsyncException: Expected parameter 'iterable' to be an array or an object implementing Traversable
TypeError: Async\await_any_of_or_fail(): Argument #2 ($triggers) must be of type Traversable|array, int given
TypeError: Async\await_any_of_or_fail(): Argument #2 ($triggers) must be of type Traversable|array, stdClass given
ValueError: Async\await_any_of_or_fail(): Argument #1 ($count) must be greater than or equal to 0
ValueError: Async\await_any_of(): Argument #1 ($count) must be greater than or equal to 0
TypeError: Async\await_any_of(): Argument #1 ($count) must be of type int, string given
TypeError: Async\await_all(): Argument #2 ($cancellation) must be of type ?Async\Awaitable, stdClass given
TypeError: Async\await_any_of_or_fail(): Argument #3 ($cancellation) must be of type ?Async\Awaitable, int given
ArgumentCountError: Async\await_all() expects at least 1 argument, 0 given
ArgumentCountError: Async\await_any_of() expects at least 2 arguments, 1 given
ArgumentCountError: Async\await_any_or_fail() expects at most 2 arguments, 3 given
ArgumentCountError: Async\await_all() expects at most 4 arguments, 5 given
