--TEST--
The class is final, strict, countable and a circuit breaker, but nothing to wait for
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Pool;

$pool = new Pool(fn() => 1);
var_dump($pool instanceof Countable, $pool instanceof Async\CircuitBreaker, $pool instanceof Async\Awaitable);
$class = new ReflectionClass(Pool::class);
var_dump($class->isFinal(), $class->isCloneable());
foreach ([
    fn() => clone $pool,
    fn() => serialize($pool),
    fn() => $pool->extra = 1,
    fn() => Async\await($pool),
    fn() => $pool->__construct(fn() => 2),
    fn() => $pool->close(1),
    fn() => $pool->acquire(-1),
] as $misuse) {
    try {
        $misuse();
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
?>
--EXPECT--
bool(true)
bool(true)
bool(false)
bool(true)
bool(false)
Error: Trying to clone an uncloneable object of class Async\Pool
Exception: Serialization of 'Async\Pool' is not allowed
Error: Cannot create dynamic property Async\Pool::$extra
TypeError: Async\await(): Argument #1 ($awaitable) must be of type Async\Completable, Async\Pool given
Async\AsyncException: Async\Pool has been constructed already
ArgumentCountError: Async\Pool::close() expects exactly 0 arguments, 1 given
ValueError: Async\Pool::acquire(): Argument #1 ($timeout) must be greater than or equal to 0
