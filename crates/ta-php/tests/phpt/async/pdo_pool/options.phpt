--TEST--
PDO pool: options, what can be read of them, and what cannot be changed
--EXTENSIONS--
pdo
pdo_sqlite
true_async_server
--FILE--
<?php
require __DIR__ . '/sqlite.inc';

$names = ['ENABLED', 'MIN', 'MAX', 'HEALTHCHECK_INTERVAL', 'STMT_CACHE_SIZE'];
$plain = new PDO('sqlite::memory:');
$pooled = pooled(7);
foreach ($names as $name) {
    $attribute = constant("PDO::ATTR_POOL_$name");
    foreach ([$pooled, $plain] as $pdo) {
        try {
            var_dump($pdo->getAttribute($attribute));
        } catch (PDOException $error) {
            echo $error->getMessage(), "\n";
        }
    }
    try {
        $pooled->setAttribute($attribute, 1);
    } catch (PDOException $error) {
        echo $error->getMessage(), "\n";
    }
}

echo "-- the default\n";
$default = new PDO(database(), options: [PDO::ATTR_POOL_ENABLED => true]);
var_dump($default->getAttribute(PDO::ATTR_POOL_MAX), $default->getAttribute(PDO::ATTR_PERSISTENT), $default->getAttribute(PDO::ATTR_DRIVER_NAME));

echo "-- switched off: none of it reaches the driver\n";
$off = new PDO('sqlite::memory:', null, null, [
    PDO::ATTR_POOL_ENABLED => false, PDO::ATTR_POOL_MAX => 3, PDO::ATTR_ERRMODE => PDO::ERRMODE_SILENT,
]);
var_dump($off->getPool(), $off->getAttribute(PDO::ATTR_POOL_MAX), $off->getAttribute(PDO::ATTR_ERRMODE), $plain->getPool());

echo "-- refused\n";
foreach ([
    [PDO::ATTR_POOL_MIN => -1],
    [PDO::ATTR_POOL_MAX => 0],
    [PDO::ATTR_POOL_MIN => 5, PDO::ATTR_POOL_MAX => 4],
    [PDO::ATTR_POOL_MAX => 'many'],
    [PDO::ATTR_POOL_HEALTHCHECK_INTERVAL => -1],
    [PDO::ATTR_POOL_STMT_CACHE_SIZE => -1],
    [PDO::ATTR_PERSISTENT => true],
    [PDO::ATTR_CASE => 17],
] as $options) {
    try {
        new PDO(database(), null, null, [PDO::ATTR_POOL_ENABLED => true] + $options);
        echo "accepted\n";
    } catch (Throwable $error) {
        echo get_class($error), ': ', $error->getMessage(), "\n";
    }
}
foreach (['dblib:x', 'nothing', 'uri:file:///nowhere'] as $dsn) {
    try {
        new PDO($dsn, null, null, [PDO::ATTR_POOL_ENABLED => true]);
        echo "accepted\n";
    } catch (PDOException $error) {
        echo $error->getMessage(), "\n";
    }
}
try {
    $pooled->__construct(database(), null, null, [PDO::ATTR_POOL_ENABLED => true]);
} catch (Error $error) {
    echo $error->getMessage(), "\n";
}
?>
--EXPECTF--
bool(true)
bool(false)
PDO::ATTR_POOL_ENABLED is a construction-only attribute and cannot be changed
int(0)
bool(false)
PDO::ATTR_POOL_MIN is a construction-only attribute and cannot be changed
int(7)
bool(false)
PDO::ATTR_POOL_MAX is a construction-only attribute and cannot be changed
PDO::ATTR_POOL_HEALTHCHECK_INTERVAL is a construction-only attribute and cannot be read
PDO::ATTR_POOL_HEALTHCHECK_INTERVAL is a construction-only attribute and cannot be read
PDO::ATTR_POOL_HEALTHCHECK_INTERVAL is a construction-only attribute and cannot be changed
PDO::ATTR_POOL_STMT_CACHE_SIZE is a construction-only attribute and cannot be read
PDO::ATTR_POOL_STMT_CACHE_SIZE is a construction-only attribute and cannot be read
PDO::ATTR_POOL_STMT_CACHE_SIZE is a construction-only attribute and cannot be changed
-- the default
int(10)
bool(false)
string(6) "sqlite"
-- switched off: none of it reaches the driver
NULL
bool(false)
int(0)
NULL
-- refused
ValueError: PDO::ATTR_POOL_MIN must be greater than or equal to 0
ValueError: PDO::ATTR_POOL_MAX must be greater than or equal to 1
ValueError: PDO::ATTR_POOL_MIN must be less than or equal to PDO::ATTR_POOL_MAX
TypeError: PDO::ATTR_POOL_MAX must be of type int
ValueError: PDO::ATTR_POOL_HEALTHCHECK_INTERVAL must be greater than or equal to 0
ValueError: PDO::ATTR_POOL_STMT_CACHE_SIZE must be greater than or equal to 0
PDOException: PDO::ATTR_POOL_ENABLED cannot be used with PDO::ATTR_PERSISTENT
ValueError: %r.*%rCase folding mode must be one of the PDO::CASE_* constants
PDO::ATTR_POOL_ENABLED is not supported by driver "dblib"
PDO::__construct(): Argument #1 ($dsn) must be a valid data source name
PDO::ATTR_POOL_ENABLED cannot be used with a data source that is read from a URI
PDO::__construct() cannot be called again on a connected or pooled object
