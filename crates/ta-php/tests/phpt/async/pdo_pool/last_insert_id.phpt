--TEST--
PDO pool: lastInsertId() is that of the coroutine, also when another one used its connection
--EXTENSIONS--
pdo
pdo_sqlite
true_async_server
--FILE--
<?php
require __DIR__ . '/sqlite.inc';
use function Async\{await, spawn, suspend};

$pdo = pooled(1);
$pdo->exec('CREATE TABLE t (id INTEGER PRIMARY KEY, v)');
$coroutines = [];
for ($i = 1; $i <= 3; $i++) {
    $coroutines[] = spawn(function () use ($pdo, $i) {
        $pdo->exec("INSERT INTO t (v) VALUES ($i)");
        suspend();
        suspend();
        return $pdo->lastInsertId();
    });
}
foreach ($coroutines as $coroutine) {
    var_dump(await($coroutine));
}
var_dump($pdo->query('SELECT last_insert_rowid()')->fetchColumn());
?>
--EXPECT--
string(1) "1"
string(1) "2"
string(1) "3"
int(3)
