--TEST--
PDO pool: works in a script without coroutines, as the main code's own
--EXTENSIONS--
pdo
pdo_sqlite
true_async_server
--FILE--
<?php
require __DIR__ . '/sqlite.inc';

// Before the one that removes the file.
register_shutdown_function(function () use (&$pdo) {
    echo 'shutdown: ', $pdo->query('SELECT count(*) FROM t')->fetchColumn(), "\n";
});
$pdo = pooled();
$pdo->beginTransaction();
$pdo->exec('CREATE TABLE t (v)');
$pdo->commit();
$insert = $pdo->prepare('INSERT INTO t VALUES (?)');
foreach ([1, 2, 3] as $v) {
    $insert->execute([$v]);
}
var_dump($pdo->query('SELECT sum(v) FROM t')->fetchColumn(), usage($pdo));
$pdo->beginTransaction();
$early = Async\spawn(fn () => $pdo->inTransaction());
var_dump(Async\await($early), $pdo->inTransaction());
$pdo->exec('DELETE FROM t');
?>
--EXPECT--
int(6)
string(16) "0 idle, 1 active"
bool(false)
bool(true)
shutdown: 3
