--TEST--
PDO pool: errorCode() and errorInfo() are of the coroutine's own last call
--EXTENSIONS--
pdo
pdo_sqlite
true_async_server
--FILE--
<?php
require __DIR__ . '/sqlite.inc';
use function Async\{await, spawn};

$pdo = pooled(1, [PDO::ATTR_ERRMODE => PDO::ERRMODE_SILENT]);
$failed = spawn(function () use ($pdo, &$fine) {
    var_dump($pdo->errorCode(), $pdo->query('SELECT * FROM missing'), $pdo->errorCode());
    await($fine);
    echo 'later: ', implode(' ', $pdo->errorInfo()), "\n";
    $pdo->exec('SELECT 1');
    var_dump($pdo->errorCode());
});
$fine = spawn(function () use ($pdo) {
    echo 'the other: ', $pdo->errorCode(), "\n";
    $pdo->exec('CREATE TABLE t (v)');
    echo 'the other: ', $pdo->errorCode(), "\n";
    var_dump($pdo->errorInfo());
});
await($failed);
var_dump($pdo->errorCode());
?>
--EXPECT--
string(5) "00000"
bool(false)
string(5) "HY000"
the other: 00000
the other: 00000
array(3) {
  [0]=>
  string(5) "00000"
  [1]=>
  NULL
  [2]=>
  NULL
}
later: HY000 1 no such table: missing
string(5) "00000"
string(5) "00000"
