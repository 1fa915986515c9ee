--TEST--
PDO pool: what a session knows of an INSERT can be asked for next, also while others wait
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
for ($i = 1; $i <= 4; $i++) {
    $coroutines[$i] = spawn(function () use ($pdo, $i) {
        $pdo->beginTransaction();
        suspend();
        $pdo->commit();
        $right = true;
        for ($n = 0; $n < 3; $n++) {
            $pdo->exec("INSERT INTO t (v) VALUES ($i)");
            $id = $pdo->query('SELECT last_insert_rowid()')->fetchColumn();
            $right = $right && $pdo->query("SELECT v FROM t WHERE id = $id")->fetchColumn() === $i;
        }
        return $right;
    });
}
foreach ($coroutines as $coroutine) {
    var_dump(await($coroutine));
}
echo usage($pdo), "\n";
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
1 idle, 0 active
