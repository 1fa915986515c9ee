--TEST--
Capacity and timeouts are between 0 and 2147483647
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Channel;

foreach ([
    fn() => new Channel(-1),
    fn() => new Channel(2147483648),
    fn() => new Channel(0, -1),
    fn() => new Channel(0, 2147483648),
    fn() => new Channel(0, 0, -1),
    fn() => new Channel(0, 0, PHP_INT_MAX),
    fn() => new Channel('many'),
    fn() => new Channel(0, 0, 0, false, 1),
] as $attempt) {
    try {
        $attempt();
        echo "no exception\n";
    } catch (Throwable $e) {
        echo $e::class, ': ', $e->getMessage(), "\n";
    }
}
echo (new Channel(2147483647, 2147483647, 2147483647))->capacity(), "\n";
echo (new Channel)->capacity(), "\n";
echo (new Channel(hardTimeouts: true, capacity: 3))->capacity(), "\n";
?>
--EXPECT--
ValueError: Async\Channel::__construct(): Argument #1 ($capacity) must be between 0 and 2147483647
ValueError: Async\Channel::__construct(): Argument #1 ($capacity) must be between 0 and 2147483647
ValueError: Async\Channel::__construct(): Argument #2 ($noProducerTimeout) must be between 0 and 2147483647
ValueError: Async\Channel::__construct(): Argument #2 ($noProducerTimeout) must be between 0 and 2147483647
ValueError: Async\Channel::__construct(): Argument #3 ($noConsumerTimeout) must be between 0 and 2147483647
ValueError: Async\Channel::__construct(): Argument #3 ($noConsumerTimeout) must be between 0 and 2147483647
TypeError: Async\Channel::__construct(): Argument #1 ($capacity) must be of type int, string given
ArgumentCountError: Async\Channel::__construct() expects at most 4 arguments, 5 given
2147483647
0
3
