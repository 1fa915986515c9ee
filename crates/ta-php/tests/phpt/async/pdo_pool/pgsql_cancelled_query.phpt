--TEST--
PDO pool, pgsql: the connection of a query that was cancelled is not used again
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
$before = connection_id($pdo);
$query = spawn(fn () => $pdo->query('pgsql' === 'mysql' ? 'SELECT SLEEP(60)' : 'SELECT pg_sleep(60)'));
$next = spawn(fn () => connection_id($pdo));
delay(50);
$query->cancel();
try {
    await($query);
} catch (Cancellation $error) {
    echo get_class($error), "\n";
}
var_dump(await($next) !== $before);
echo usage($pdo), "\n";
?>
--EXPECT--
Async\AsyncCancellation
bool(true)
1 idle, 0 active
