--TEST--
PDO pool: a statement keeps its connection, also beyond its coroutine
--EXTENSIONS--
pdo
pdo_sqlite
true_async_server
--FILE--
<?php
require __DIR__ . '/sqlite.inc';
use function Async\{await, spawn};

$pdo = pooled(1);
$statement = await(spawn(function () use ($pdo) {
    $pdo->beginTransaction();
    $pdo->exec('CREATE TABLE t (v)');
    return $pdo->prepare('SELECT 42 AS answer');
}));
echo usage($pdo), "\n";
$statement->execute();
var_dump($statement->fetchColumn());
$other = spawn(fn () => $pdo->query("SELECT count(*) FROM sqlite_master")->fetchColumn());
Async\suspend();
var_dump($other->isCompleted());
$statement = null;
var_dump(await($other));
echo usage($pdo), "\n";
?>
--EXPECT--
0 idle, 1 active
int(42)
bool(false)
int(0)
1 idle, 0 active
