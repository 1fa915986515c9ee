--TEST--
PDO pool, mysql: with autocommit off every connection has a transaction, rolled back at the end
--EXTENSIONS--
mysqlnd
pdo
pdo_mysql
true_async_server
--SKIPIF--
<?php require __DIR__ . '/servers.inc'; skip_without('mysql'); ?>
--FILE--
<?php
require __DIR__ . '/servers.inc';
use function Async\{await, spawn};

$pdo = pooled('mysql', 2);
$pdo->exec('DROP TABLE IF EXISTS ta_autocommit');
$pdo->exec('CREATE TABLE ta_autocommit (v INT) ENGINE=InnoDB');
var_dump($pdo->setAttribute(PDO::ATTR_AUTOCOMMIT, false));
for ($i = 0; $i < 2; $i++) {
    await(spawn(function () use ($pdo) {
        $pdo->exec('INSERT INTO ta_autocommit VALUES (1)');
        var_dump($pdo->inTransaction(), (int) $pdo->getAttribute(PDO::ATTR_AUTOCOMMIT));
    }));
}
await(spawn(function () use ($pdo) {
    $pdo->exec('INSERT INTO ta_autocommit VALUES (2)');
    $pdo->commit();
}));
$pdo->setAttribute(PDO::ATTR_AUTOCOMMIT, true);
var_dump($pdo->query('SELECT v FROM ta_autocommit')->fetchAll(PDO::FETCH_COLUMN));
$pdo->exec('DROP TABLE ta_autocommit');
echo usage($pdo), "\n";
?>
--EXPECT--
bool(true)
bool(true)
int(0)
bool(true)
int(0)
array(1) {
  [0]=>
  int(2)
}
1 idle, 0 active
