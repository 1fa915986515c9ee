--TEST--
PDO pool: functions and collations for SQLite are the pool's, and every connection has them
--EXTENSIONS--
pdo
pdo_sqlite
true_async_server
--SKIPIF--
<?php if (PHP_VERSION_ID >= 80500) die('skip the methods are deprecated on PDO itself'); ?>
--FILE--
<?php
require __DIR__ . '/sqlite.inc';
use function Async\{await, spawn, suspend};

$pdo = pooled(3);
var_dump($pdo->sqliteCreateFunction('twice', fn ($x) => 2 * $x, 1));
var_dump($pdo->sqliteCreateFunction('twice', fn ($x, $y) => 2 * $x * $y, 2));
var_dump($pdo->sqliteCreateAggregate('glue', fn ($all, $row, $v) => $all . $v, fn ($all) => $all, 1));
var_dump($pdo->sqliteCreateCollation('backwards', fn ($a, $b) => strcmp($b, $a)));
foreach ([fn () => $pdo->sqliteCreateFunction('TWICE', 'strlen', 1), fn () => $pdo->sqliteCreateCollation('backwards', 'strcmp')] as $again) {
    try {
        $again();
    } catch (PDOException $error) {
        echo $error->getMessage(), "\n";
    }
}
try {
    $pdo->sqliteCreateFunction('broken', 'no_such_function');
} catch (TypeError $error) {
    echo $error->getMessage(), "\n";
}
$coroutines = [];
for ($i = 1; $i <= 3; $i++) {
    $coroutines[] = spawn(function () use ($pdo, $i) {
        $statement = $pdo->query("SELECT twice($i), twice($i, 10)");
        suspend();
        return $statement->fetch(PDO::FETCH_NUM);
    });
}
foreach ($coroutines as $coroutine) {
    echo implode(' ', await($coroutine)), "\n";
}
echo $pdo->query("SELECT glue(v) FROM (SELECT 'a' AS v UNION SELECT 'b')")->fetchColumn(), "\n";
echo implode($pdo->query("SELECT 'a' AS v UNION SELECT 'b' ORDER BY v COLLATE backwards")->fetchAll(PDO::FETCH_COLUMN)), "\n";
try {
    $pdo->sqliteCreateFunction('late', 'strlen', 1);
} catch (PDOException $error) {
    echo $error->getMessage(), "\n";
}
try {
    $pdo->noSuchMethod();
} catch (Error $error) {
    echo $error->getMessage(), "\n";
}
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
"twice" is already registered with this number of arguments
"backwards" is already registered with this number of arguments
PDO::sqliteCreateFunction(): Argument #2 ($callback) must be a valid callback, function "no_such_function" not found or invalid function name
2 20
4 40
6 60
ab
ba
Functions and collations must be registered before the pool opens its first connection
Call to undefined method PDO::noSuchMethod()
