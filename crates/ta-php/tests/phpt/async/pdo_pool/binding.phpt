--TEST--
PDO pool: what binds a connection to a coroutine, and what lets it go
--EXTENSIONS--
pdo
pdo_sqlite
true_async_server
--FILE--
<?php
require __DIR__ . '/sqlite.inc';
use function Async\{await, spawn};

$pdo = pooled();
$show = fn ($what) => printf("%-22s %s\n", $what, usage($pdo));
await(spawn(function () use ($pdo, $show) {
    $show('before');
    $pdo->exec('CREATE TABLE t (v)');
    $show('exec');
    $statement = $pdo->query('SELECT 1');
    $show('live statement');
    $statement->fetchAll();
    $show('fetched');
    $other = $pdo->prepare('SELECT 2');
    $statement = null;
    $show('the other one');
    $other = null;
    $show('none');
    $pdo->beginTransaction();
    $show('transaction');
    $pdo->exec('INSERT INTO t VALUES (1)');
    $pdo->commit();
    $show('committed');
    $pdo->exec('BEGIN');
    $show('raw BEGIN');
    $pdo->exec('ROLLBACK');
    $show('raw ROLLBACK');
    try {
        $pdo->query('SELECT * FROM missing');
    } catch (PDOException) {
        $show('failed query');
    }
    $pdo->exec('PRAGMA cache_size = 7');
    $show('changed session');
    var_dump($pdo->query('PRAGMA cache_size')->fetchColumn());
}));
$show('ended');
var_dump((int) $pdo->query('PRAGMA cache_size')->fetchColumn() !== 7);
?>
--EXPECT--
before                 0 idle, 0 active
exec                   1 idle, 0 active
live statement         0 idle, 1 active
fetched                0 idle, 1 active
the other one          0 idle, 1 active
none                   1 idle, 0 active
transaction            0 idle, 1 active
committed              1 idle, 0 active
raw BEGIN              0 idle, 1 active
raw ROLLBACK           1 idle, 0 active
failed query           1 idle, 0 active
changed session        0 idle, 1 active
int(7)
ended                  0 idle, 0 active
bool(true)
