--TEST--
PDO pool: what a class derived from PDO overrides stays overridden
--EXTENSIONS--
pdo
pdo_sqlite
true_async_server
--FILE--
<?php
require __DIR__ . '/sqlite.inc';
use function Async\{await, spawn};

class Database extends PDO
{
    public array $log = [];

    public function __construct(string $dsn, ?string $user = null, ?string $password = null, ?array $options = null)
    {
        $this->log[] = 'open';
        parent::__construct($dsn, $user, $password, $options);
    }

    public function query(string $query, ?int $fetchMode = null, mixed ...$arguments): PDOStatement|false
    {
        $this->log[] = $query;
        return parent::query($query, $fetchMode, ...$arguments);
    }

    public function total(): int
    {
        return $this->query('SELECT count(*) FROM t', self::FETCH_COLUMN, 0)->fetch();
    }

    public function __destruct()
    {
        echo "destroyed\n";
    }
}

$pdo = pooled(2, [], Database::class);
$pdo->exec('CREATE TABLE t (v)');
var_dump(await(spawn(fn () => $pdo->total())));
echo implode(', ', $pdo->log), "\n";
$call = [$pdo, 'query'];
var_dump($call('SELECT 5')->fetchColumn(), count($pdo->log), usage($pdo));
var_dump((new ReflectionMethod(PDO::class, 'exec'))->invoke($pdo, 'INSERT INTO t VALUES (1)'));
$first = $pdo->query(...);
var_dump($first('SELECT 6')->fetchColumn());
unset($first, $call);
$pdo = null;
echo "end\n";
?>
--EXPECT--
int(0)
open, SELECT count(*) FROM t
int(5)
int(3)
string(16) "1 idle, 0 active"
int(1)
int(6)
destroyed
end
