--TEST--
PDO pool: the object may go before its statements, in a cycle, and while an exception flies
--EXTENSIONS--
pdo
pdo_sqlite
true_async_server
--FILE--
<?php
require __DIR__ . '/sqlite.inc';
use function Async\{await, spawn};

$pdo = pooled();
$statement = $pdo->query('SELECT 1 UNION SELECT 2');
$pool = $pdo->getPool();
$pdo = null;
var_dump($pool->isClosed(), $statement->fetchColumn(), $statement->fetchColumn());
$statement = null;
echo $pool->idleCount(), ' ', $pool->activeCount(), "\n";

class Holder extends PDO
{
    public $self;
}
$cycle = pooled(2, [], Holder::class);
$cycle->self = $cycle;
$cycle->query('SELECT 1');
$watch = WeakReference::create($cycle);
$cycle = null;
gc_collect_cycles();
var_dump($watch->get());

class Own extends PDOStatement
{
    protected function __construct(PDO $pdo)
    {
    }
}
$hidden = pooled();
$hidden->setAttribute(PDO::ATTR_STATEMENT_CLASS, [Own::class, [$hidden]]);
$hidden->query('SELECT 1');
$watch = WeakReference::create($hidden);
$hidden = null;
gc_collect_cycles();
var_dump($watch->get());

function unwinds()
{
    $pdo = pooled();
    $statement = $pdo->query('SELECT 1');
    $pdo->beginTransaction();
    throw new LogicException('in flight');
}
try {
    unwinds();
} catch (LogicException $error) {
    echo $error->getMessage(), ' ', var_export($error->getPrevious(), true), "\n";
}
try {
    await(spawn('unwinds'));
} catch (LogicException $error) {
    echo $error->getMessage(), ' ', var_export($error->getPrevious(), true), "\n";
}

$pdo = pooled(1);
$holder = spawn(function () use ($pdo) {
    $pdo->beginTransaction();
    Async\suspend();
});
$pdo = null;
await($holder);
echo "end\n";
?>
--EXPECT--
bool(true)
int(1)
int(2)
0 0
NULL
NULL
in flight NULL
in flight NULL
end
