--TEST--
PDO pool, pgsql: a statement that another coroutine lets go of does not disturb its connection
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

$pdo = pooled('pgsql', 2);
$kept = [];
$owner = spawn(function () use ($pdo, &$kept) {
    for ($i = 0; $i < 20; $i++) {
        $kept[] = $pdo->query("SELECT $i");
        if ($pdo->query('SELECT pg_sleep(0.002), 7')->fetchColumn(1) !== 7) {
            echo "wrong answer\n";
        }
    }
    return true;
});
while (!$owner->isCompleted()) {
    $kept = [];
    delay(1);
}
var_dump(await($owner));
$kept = [];
echo usage($pdo), "\n";
var_dump($pdo->query("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT _'")->fetchColumn());
?>
--EXPECT--
bool(true)
1 idle, 0 active
int(0)
