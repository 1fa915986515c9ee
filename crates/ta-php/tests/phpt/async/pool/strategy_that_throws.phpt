--TEST--
Exceptions of a strategy are swallowed
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Pool, CircuitBreakerStrategy};

$strategy = new class implements CircuitBreakerStrategy {
    public function reportSuccess(mixed $source): void
    {
        echo "success\n";
        throw new Exception('swallowed');
    }

    public function reportFailure(mixed $source, Throwable $error): void
    {
        echo "failure\n";
        throw new Error('swallowed');
    }

    public function shouldRecover(): bool
    {
        return true;
    }
};
$keep = true;
$pool = new Pool(fn() => 'resource', beforeRelease: function () use (&$keep) {
    return $keep;
});
$pool->setCircuitBreakerStrategy($strategy);
$pool->release($pool->acquire());
var_dump(count($pool));
$keep = false;
$pool->release($pool->acquire());
var_dump(count($pool));
?>
--EXPECT--
success
int(1)
failure
int(0)
