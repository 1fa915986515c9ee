--TEST--
A strategy hears of every resource that comes back, and may set the state
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Pool, CircuitBreakerStrategy};

class Strategy implements CircuitBreakerStrategy
{
    public function reportSuccess(mixed $source): void
    {
        echo "success ", get_class($source), " {$source->count()}\n";
    }

    public function reportFailure(mixed $source, Throwable $error): void
    {
        echo "failure ", get_class($error), ": {$error->getMessage()}\n";
        $source->deactivate();
    }

    public function shouldRecover(): bool
    {
        echo "never asked\n";
        return true;
    }
}
$answer = true;
$pool = new Pool(fn() => 'resource', beforeRelease: function () use (&$answer) {
    return $answer instanceof Throwable ? throw $answer : $answer;
});
$pool->setCircuitBreakerStrategy(new Strategy);
foreach ([true, false, new LogicException('spoilt')] as $answer) {
    $pool->activate();
    $pool->release($pool->acquire());
    echo $pool->getState()->name, "\n";
}
$pool->setCircuitBreakerStrategy(null);
$pool->activate();
$pool->release($pool->acquire());
echo $pool->getState()->name, "\n";
try {
    $pool->setCircuitBreakerStrategy(new stdClass);
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
success Async\Pool 1
ACTIVE
failure Exception: Resource validation failed
INACTIVE
failure LogicException: spoilt
INACTIVE
ACTIVE
Async\Pool::setCircuitBreakerStrategy(): Argument #1 ($strategy) must be of type ?Async\CircuitBreakerStrategy, stdClass given
