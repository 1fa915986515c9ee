--TEST--
PDO pool, mysql: queries of several coroutines run at the same time, within ATTR_POOL_MAX
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

$pdo = pooled('mysql', 4);
$sleep = 'mysql' === 'mysql' ? 'SELECT SLEEP(0.4), CONNECTION_ID()' : 'SELECT pg_sleep(0.4), pg_backend_pid()';
$begun = microtime(true);
$coroutines = [];
for ($i = 0; $i < 8; $i++) {
    $coroutines[] = spawn(fn () => $pdo->query($sleep)->fetchColumn(1));
}
$connections = array_count_values(array_map(fn ($one) => await($one), $coroutines));
$took = microtime(true) - $begun;
echo count($connections), ' connections, ', array_sum($connections), " queries\n";
echo $took < 8 * 0.4 / 2 ? "at the same time\n" : "one after another: $took s\n";
echo usage($pdo), "\n";
?>
--EXPECT--
4 connections, 8 queries
at the same time
4 idle, 0 active
