--TEST--
PDO pool: coroutines never share a connection, and see only their own transaction
--EXTENSIONS--
pdo
pdo_sqlite
true_async_server
--FILE--
<?php
require __DIR__ . '/sqlite.inc';
use function Async\{await, spawn, suspend};

$pdo = pooled(4);
$pdo->exec('CREATE TABLE t (v)');
$pdo->exec("INSERT INTO t VALUES ('seen by all')");
$writer = spawn(function () use ($pdo) {
    $pdo->beginTransaction();
    $pdo->exec("UPDATE t SET v = 'mine'");
    echo 'writer: ', $pdo->query('SELECT v FROM t')->fetchColumn(), ' ', var_export($pdo->inTransaction(), true), "\n";
    suspend();
    suspend();
    $pdo->rollBack();
});
$readers = [];
for ($i = 0; $i < 2; $i++) {
    $readers[] = spawn(function () use ($pdo) {
        echo 'reader: ', $pdo->query('SELECT v FROM t')->fetchColumn(), ' ', var_export($pdo->inTransaction(), true), "\n";
    });
}
await($writer);
array_map(fn ($one) => await($one), $readers);
echo 'main: ', $pdo->query('SELECT v FROM t')->fetchColumn(), "\n";
echo $pdo->getPool()->count() >= 2 ? "several connections\n" : "one connection\n";
?>
--EXPECT--
writer: mine true
reader: seen by all false
reader: seen by all false
main: seen by all
several connections
