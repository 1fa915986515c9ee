--TEST--
A strategy may take itself out of force
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Pool, CircuitBreakerStrategy};

class Once implements CircuitBreakerStrategy
{
    public function reportSuccess(mixed $source): void
    {
        $source->setCircuitBreakerStrategy(null);
        echo "once\n";
    }

    public function reportFailure(mixed $source, Throwable $error): void {}

    public function shouldRecover(): bool
    {
        return true;
    }

    public function __destruct()
    {
        echo "destroyed\n";
    }
}
$pool = new Pool(fn() => 'resource');
$pool->setCircuitBreakerStrategy(new Once);
$pool->release($pool->acquire());
$pool->release($pool->acquire());
echo "end\n";
?>
--EXPECT--
once
destroyed
end
