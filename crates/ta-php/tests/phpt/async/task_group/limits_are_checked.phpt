--TEST--
Negative and oversized limits are ValueErrors; null and 0 mean unlimited
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskGroup;

foreach ([[-1], [4294967296], [1, -1], [1, 4294967296], [PHP_INT_MIN]] as $arguments) {
    try {
        new TaskGroup(...$arguments);
        echo "allowed\n";
    } catch (ValueError $error) {
        echo $error->getMessage(), "\n";
    }
}
foreach ([[], [null], [0], [0, 0], [4294967295, 4294967295], [1, null, null]] as $arguments) {
    echo count(new TaskGroup(...$arguments)), "\n";
}
try {
    new TaskGroup('many');
} catch (TypeError $error) {
    echo $error::class, "\n";
}
?>
--EXPECT--
Async\TaskGroup::__construct(): Argument #1 ($concurrency) must be between 0 and 4294967295
Async\TaskGroup::__construct(): Argument #1 ($concurrency) must be between 0 and 4294967295
Async\TaskGroup::__construct(): Argument #2 ($queueLimit) must be between 0 and 4294967295
Async\TaskGroup::__construct(): Argument #2 ($queueLimit) must be between 0 and 4294967295
Async\TaskGroup::__construct(): Argument #1 ($concurrency) must be between 0 and 4294967295
0
0
0
0
0
0
TypeError
