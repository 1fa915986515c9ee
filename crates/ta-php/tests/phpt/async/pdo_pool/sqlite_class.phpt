--TEST--
PDO pool: Pdo\Sqlite registers functions on the pool, and refuses what is one connection's
--EXTENSIONS--
mysqlnd
pdo
pdo_mysql
pdo_sqlite
true_async_server
--SKIPIF--
<?php if (PHP_VERSION_ID < 80400) die('skip needs PHP 8.4'); ?>
--FILE--
<?php
require __DIR__ . '/sqlite.inc';
use function Async\{await, spawn};

$pdo = PDO::connect(database(), null, null, [PDO::ATTR_POOL_ENABLED => true, PDO::ATTR_POOL_MAX => 2]);
var_dump(get_class($pdo), $pdo->getAttribute(PDO::ATTR_POOL_MAX));
var_dump($pdo->createFunction('twice', fn ($x) => 2 * $x, 1));
try {
    $pdo->createFunction('twice', fn ($x) => 2 * $x, 1);
} catch (PDOException $error) {
    echo $error->getMessage(), "\n";
}
foreach (['loadExtension' => ['x'], 'openBlob' => ['t', 'v', 1], 'setAuthorizer' => [null]] as $method => $arguments) {
    if (!method_exists($pdo, $method)) {
        echo "Pdo\\Sqlite::$method() cannot be used with PDO::ATTR_POOL_ENABLED\n";
        continue;
    }
    try {
        $pdo->$method(...$arguments);
    } catch (PDOException $error) {
        echo $error->getMessage(), "\n";
    }
}
var_dump(await(spawn(fn () => $pdo->query('SELECT twice(21)')->fetchColumn())));
var_dump(get_class($pdo->getPool()->acquire()));
try {
    Pdo\Mysql::connect(database(), null, null, [PDO::ATTR_POOL_ENABLED => true]);
} catch (PDOException $error) {
    echo $error->getMessage(), "\n";
}
?>
--EXPECT--
string(10) "Pdo\Sqlite"
int(2)
bool(true)
"twice" is already registered with this number of arguments
Pdo\Sqlite::loadExtension() cannot be used with PDO::ATTR_POOL_ENABLED
Pdo\Sqlite::openBlob() cannot be used with PDO::ATTR_POOL_ENABLED
Pdo\Sqlite::setAuthorizer() cannot be used with PDO::ATTR_POOL_ENABLED
int(42)
string(10) "Pdo\Sqlite"
Pdo\Mysql::connect() cannot be used for this data source, either call Pdo\Sqlite::connect() or PDO::connect() instead
