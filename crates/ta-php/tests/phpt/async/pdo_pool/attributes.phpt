--TEST--
PDO pool: attributes reach connections that exist and those to come
--EXTENSIONS--
pdo
pdo_sqlite
true_async_server
--FILE--
<?php
require __DIR__ . '/sqlite.inc';
use function Async\{await, spawn, suspend};

$pdo = pooled(3, [PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_NUM]);
$pdo->exec('CREATE TABLE t (Name)');
$pdo->exec("INSERT INTO t VALUES ('x')");
$statement = $pdo->query('SELECT * FROM t');
var_dump($statement->fetch());
$earlier = spawn(function () use ($pdo) {
    $pdo->beginTransaction();
    suspend();
    suspend();
    return $pdo->query('SELECT Name FROM t')->fetch();
});
suspend();
var_dump($pdo->setAttribute(PDO::ATTR_DEFAULT_FETCH_MODE, PDO::FETCH_ASSOC));
var_dump($pdo->setAttribute(PDO::ATTR_CASE, PDO::CASE_UPPER));
var_dump($pdo->getAttribute(PDO::ATTR_DEFAULT_FETCH_MODE) === PDO::FETCH_ASSOC);
var_dump(await($earlier));
var_dump(await(spawn(fn () => $pdo->query('SELECT Name FROM t')->fetch())));

echo "-- error mode, of a statement that exists too\n";
$pdo->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_SILENT);
$bad = $pdo->prepare('INSERT INTO t VALUES (:a)');
$pdo->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_EXCEPTION);
try {
    $bad->execute([':b' => 1]);
} catch (PDOException $error) {
    echo $error->getCode(), "\n";
}

echo "-- asked of a connection\n";
var_dump(is_string($pdo->getAttribute(PDO::ATTR_SERVER_VERSION)));
foreach ([fn () => $pdo->setAttribute(PDO::ATTR_ERRMODE, 99), fn () => $pdo->getAttribute(PDO::ATTR_PREFETCH)] as $wrong) {
    try {
        var_dump($wrong());
    } catch (Throwable $error) {
        echo get_class($error), ': ', $error->getMessage(), "\n";
    }
}
?>
--EXPECTF--
array(1) {
  [0]=>
  string(1) "x"
}
bool(true)
bool(true)
bool(true)
array(1) {
  ["NAME"]=>
  string(1) "x"
}
array(1) {
  ["NAME"]=>
  string(1) "x"
}
-- error mode, of a statement that exists too
HY000
-- asked of a connection
bool(true)
ValueError: %r.*%rError mode must be one of the PDO::ERRMODE_* constants
PDOException: SQLSTATE[IM001]: Driver does not support this function: driver does not support that attribute
