--TEST--
min, max and interval have ranges, and a wrong one makes nothing
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Pool;

$factory = function () {
    echo "never\n";
};
foreach ([
    fn() => new Pool($factory, min: -1),
    fn() => new Pool($factory, max: 0),
    fn() => new Pool($factory, min: 3, max: 2),
    fn() => new Pool($factory, healthcheckInterval: -1),
    fn() => new Pool('no such function'),
    fn() => new Pool($factory, 'no such function'),
    fn() => new Pool($factory, min: 'many'),
    fn() => new Pool(),
] as $make) {
    try {
        $make();
    } catch (\Error $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
?>
--EXPECT--
ValueError: Async\Pool::__construct(): Argument #6 ($min) must be greater than or equal to 0
ValueError: Async\Pool::__construct(): Argument #7 ($max) must be greater than or equal to 1
ValueError: Async\Pool::__construct(): Argument #6 ($min) must be less than or equal to argument #7 ($max)
ValueError: Async\Pool::__construct(): Argument #8 ($healthcheckInterval) must be greater than or equal to 0
TypeError: Async\Pool::__construct(): Argument #1 ($factory) must be a valid callback, function "no such function" not found or invalid function name
TypeError: Async\Pool::__construct(): Argument #2 ($destructor) must be a valid callback, function "no such function" not found or invalid function name
TypeError: Async\Pool::__construct(): Argument #6 ($min) must be of type int, string given
ArgumentCountError: Async\Pool::__construct() expects at least 1 argument, 0 given
