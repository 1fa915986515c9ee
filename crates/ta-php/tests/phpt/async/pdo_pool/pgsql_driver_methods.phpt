--TEST--
PDO pool, pgsql: methods that the driver adds work on the coroutine's connection
--EXTENSIONS--
pdo
pdo_pgsql
true_async_server
--SKIPIF--
<?php
require __DIR__ . '/servers.inc';
skip_without('pgsql');
if (PHP_VERSION_ID >= 80500) die('skip the methods are deprecated on PDO itself');
?>
--FILE--
<?php
require __DIR__ . '/servers.inc';
use function Async\{await, spawn};

$pdo = pooled('pgsql', 2);
await(spawn(function () use ($pdo) {
    $pdo->beginTransaction();
    $pdo->exec('CREATE TEMP TABLE ta_copy (a INT, b TEXT)');
    var_dump($pdo->pgsqlCopyFromArray('ta_copy', ["1\tone", "2\ttwo"]));
    var_dump($pdo->pgsqlCopyToArray('ta_copy'));
    var_dump($pdo->pgsqlGetPid() === connection_id($pdo));
    $oid = $pdo->pgsqlLOBCreate();
    $stream = $pdo->pgsqlLOBOpen($oid, 'w');
    fwrite($stream, 'large');
    fclose($stream);
    var_dump(stream_get_contents($pdo->pgsqlLOBOpen($oid)));
    var_dump($pdo->pgsqlLOBUnlink($oid));
}));
echo usage($pdo), "\n";
?>
--EXPECT--
bool(true)
array(2) {
  [0]=>
  string(6) "1	one
"
  [1]=>
  string(6) "2	two
"
}
bool(true)
string(5) "large"
bool(true)
1 idle, 0 active
