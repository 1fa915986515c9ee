--TEST--
PDO pool: a SQLite database that only one connection could see is refused
--EXTENSIONS--
pdo
pdo_sqlite
true_async_server
--FILE--
<?php
use function Async\{await, spawn};

foreach (['sqlite::memory:', 'sqlite:', 'sqlite:file::memory:', 'sqlite:file:x?mode=memory'] as $dsn) {
    try {
        new PDO($dsn, null, null, [PDO::ATTR_POOL_ENABLED => true]);
        echo "accepted\n";
    } catch (PDOException $error) {
        echo substr($error->getMessage(), 0, 89), "\n";
    }
}
$shared = new PDO('sqlite:file:ta-pool-test?mode=memory&cache=shared', null, null, [
    PDO::ATTR_POOL_ENABLED => true, PDO::ATTR_POOL_MAX => 2,
]);
$shared->exec('CREATE TABLE t AS SELECT 7 AS v');
var_dump($shared->query('SELECT v FROM t')->fetchColumn());
?>
--EXPECT--
PDO::ATTR_POOL_ENABLED cannot be used with a private in-memory SQLite database: every con
PDO::ATTR_POOL_ENABLED cannot be used with a private in-memory SQLite database: every con
PDO::ATTR_POOL_ENABLED cannot be used with a private in-memory SQLite database: every con
PDO::ATTR_POOL_ENABLED cannot be used with a private in-memory SQLite database: every con
int(7)
