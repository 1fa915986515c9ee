--TEST--
PDO pool: getPool() is one Async\Pool, whose breaker, strategy and closing count
--EXTENSIONS--
pdo
pdo_sqlite
true_async_server
--FILE--
<?php
require __DIR__ . '/sqlite.inc';

class Strategy implements Async\CircuitBreakerStrategy
{
    public array $heard = [];

    public function reportSuccess(mixed $source): void
    {
        $this->heard[] = 'success';
    }

    public function reportFailure(mixed $source, Throwable $error): void
    {
        $this->heard[] = 'failure';
    }

    public function shouldRecover(): bool
    {
        return true;
    }
}

$pdo = pooled(1);
var_dump($pdo->getPool() === $pdo->getPool());
$pool = $pdo->getPool();
$pool->setCircuitBreakerStrategy($strategy = new Strategy());
$pdo->exec('SELECT 1');
echo implode(' ', $strategy->heard), "\n";
$pool->deactivate();
try {
    $pdo->query('SELECT 1');
} catch (Async\ServiceUnavailableException $error) {
    echo $error->getMessage(), "\n";
}
$pool->activate();
$mine = $pool->acquire();
var_dump(get_class($mine), $mine->getPool(), $mine->query('SELECT 3')->fetchColumn(), count($pool));
$mine->beginTransaction();
$pool->release($mine);
var_dump($mine->inTransaction(), $pool->idleCount());
$pool->close();
try {
    $pdo->query('SELECT 1');
} catch (Async\PoolException $error) {
    echo $error->getMessage(), "\n";
}
?>
--EXPECT--
bool(true)
success
Service is unavailable (circuit breaker is open)
string(3) "PDO"
NULL
int(3)
int(1)
bool(false)
int(1)
Pool is closed
