--TEST--
PDO pool, pgsql: lastInsertId() asks the coroutine's own connection, or says that it is too late
--EXTENSIONS--
pdo
pdo_pgsql
true_async_server
--SKIPIF--
<?php require __DIR__ . '/servers.inc'; skip_without('pgsql'); ?>
--FILE--
<?php
require __DIR__ . '/servers.inc';
use function Async\{await, delay, spawn};

$pdo = pooled('pgsql', 1);
$pdo->exec('DROP TABLE IF EXISTS ta_ids');
$pdo->exec('CREATE TABLE ta_ids (id SERIAL PRIMARY KEY, v INT)');
$coroutines = [];
for ($i = 1; $i <= 4; $i++) {
    $coroutines[] = spawn(function () use ($pdo, $i) {
        $pdo->exec("INSERT INTO ta_ids (v) VALUES ($i)");
        $id = $pdo->lastInsertId();
        return $pdo->query("SELECT v FROM ta_ids WHERE id = $id")->fetchColumn() === $i;
    });
}
var_dump(array_map(fn ($one) => await($one), $coroutines) === [true, true, true, true]);
$late = spawn(function () use ($pdo) {
    $pdo->exec('INSERT INTO ta_ids (v) VALUES (5)');
    delay(30);
    try {
        echo $pdo->lastInsertId(), "\n";
    } catch (PDOException $error) {
        echo substr($error->getMessage(), 0, 36), "\n";
    }
    $pdo->beginTransaction();
    $pdo->exec('INSERT INTO ta_ids (v) VALUES (6)');
    delay(1);
    $id = $pdo->lastInsertId('ta_ids_id_seq');
    echo $pdo->query("SELECT v FROM ta_ids WHERE id = $id")->fetchColumn(), "\n";
    $pdo->commit();
});
delay(5);
$pdo->exec('INSERT INTO ta_ids (v) VALUES (7)');
await($late);
$pdo->exec('DROP TABLE ta_ids');
?>
--EXPECT--
bool(true)
PDO::lastInsertId() came too late: t
6
