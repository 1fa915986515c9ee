--TEST--
PDO pool, pgsql: what a coroutine sets in its session is not there for the next one
--EXTENSIONS--
pdo
pdo_pgsql
true_async_server
--SKIPIF--
<?php require __DIR__ . '/servers.inc'; skip_without('pgsql'); ?>
--FILE--
<?php
require __DIR__ . '/servers.inc';
use function Async\{await, spawn};

$mysql = 'pgsql' === 'mysql';
$pdo = pooled('pgsql', 1);
$touches = $mysql ? [
    'SET @seen = 1', 'SELECT @seen := 1', 'USE test', "SELECT GET_LOCK('ta', 0)", 'SET SESSION sql_mode = ""',
    'CREATE TEMPORARY TABLE ta_temp (v INT)', '/* ; */ SET time_zone = "+01:00"', 'SELECT 1; SET @x = 1', "/*!40101 SET @a = 2 */",
] : [
    "SET application_name = 'seen'", "SELECT set_config('application_name', 'seen', false)", 'SELECT pg_advisory_lock(7)',
    'CREATE TEMP TABLE ta_temp (v INT)', 'LISTEN somebody', 'PREPARE ta_plan AS SELECT 1', 'SELECT 1 AS v INTO TEMPORARY ta_temp',
];
foreach ($touches as $sql) {
    $kept = await(spawn(function () use ($pdo, $sql) {
        $id = connection_id($pdo);
        $pdo->query($sql)->closeCursor();
        return usage($pdo) === '0 idle, 1 active' && connection_id($pdo) === $id ? $id : null;
    }));
    if (!$kept) {
        echo "lost by its own coroutine: $sql\n";
    } elseif ($mysql && connection_id($pdo) === $kept) {
        echo "left behind: $sql\n";
    }
}
if (!$mysql) {
    var_dump($pdo->query("SELECT current_setting('application_name')")->fetchColumn());
    var_dump($pdo->query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")->fetchColumn());
    var_dump($pdo->query('SELECT count(*) FROM pg_prepared_statements WHERE name = $$ta_plan$$')->fetchColumn());
    var_dump($pdo->query('SELECT to_regclass($$ta_temp$$)')->fetchColumn());
}
echo "-- harmless\n";
foreach (["SELECT 'SET @x = 1'", 'SELECT 1 -- SET', "SELECT '; SET'"] as $sql) {
    await(spawn(function () use ($pdo, $sql) {
        $pdo->query($sql)->fetchAll();
        echo usage($pdo), "\n";
    }));
}
?>
--EXPECT--
string(0) ""
int(0)
int(0)
NULL
-- harmless
1 idle, 0 active
1 idle, 0 active
1 idle, 0 active
