--TEST--
PDO pool: however a coroutine ends, its transaction is rolled back and its connection returns
--EXTENSIONS--
pdo
pdo_sqlite
true_async_server
--FILE--
<?php
require __DIR__ . '/sqlite.inc';
use function Async\{await, delay, spawn};

$pdo = pooled(1);
$pdo->exec('CREATE TABLE t (v)');
$ends = [
    'return' => function () { return 1; },
    'exception' => function () { throw new RuntimeException('left'); },
    'cancellation' => function () { delay(60000); },
    'raw BEGIN' => function () use ($pdo) { $pdo->commit(); $pdo->exec('BEGIN IMMEDIATE'); $pdo->exec('INSERT INTO t VALUES (2)'); },
];
foreach ($ends as $name => $end) {
    $coroutine = spawn(function () use ($pdo, $end) {
        $pdo->beginTransaction();
        $pdo->exec('INSERT INTO t VALUES (1)');
        return $end();
    });
    if ($name === 'cancellation') {
        delay(1);
        $coroutine->cancel();
    }
    try {
        await($coroutine);
    } catch (Throwable $error) {
    }
    printf("%-13s %s, %d rows\n", $name, usage($pdo), $pdo->query('SELECT count(*) FROM t')->fetchColumn());
}
?>
--EXPECT--
return        1 idle, 0 active, 0 rows
exception     1 idle, 0 active, 0 rows
cancellation  1 idle, 0 active, 0 rows
raw BEGIN     1 idle, 0 active, 1 rows
