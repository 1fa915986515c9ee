--TEST--
PDO pool: nothing is opened before it is needed, unless ATTR_POOL_MIN says so
--EXTENSIONS--
pdo
pdo_sqlite
true_async_server
--FILE--
<?php
require __DIR__ . '/sqlite.inc';

$pdo = pooled();
var_dump($pdo->inTransaction(), $pdo->errorCode(), $pdo->errorInfo() === ['00000', null, null]);
$pdo->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_SILENT);
echo usage($pdo), "\n";

$ready = pooled(3, [PDO::ATTR_POOL_MIN => 2]);
echo usage($ready), "\n";

$nowhere = 'sqlite:/nowhere/at/all';
$late = new PDO($nowhere, null, null, [PDO::ATTR_POOL_ENABLED => true]);
echo "made\n";
for ($i = 0; $i < 2; $i++) {
    try {
        $late->query('SELECT 1');
    } catch (PDOException $error) {
        echo 'first use: ', $error->getMessage(), "\n";
    }
}
echo usage($late), "\n";
try {
    new PDO($nowhere, null, null, [PDO::ATTR_POOL_ENABLED => true, PDO::ATTR_POOL_MIN => 1]);
} catch (PDOException $error) {
    echo 'constructor: ', $error->getMessage(), "\n";
}
?>
--EXPECT--
bool(false)
string(5) "00000"
bool(true)
0 idle, 0 active
2 idle, 0 active
made
first use: SQLSTATE[HY000] [14] unable to open database file
first use: SQLSTATE[HY000] [14] unable to open database file
0 idle, 0 active
constructor: SQLSTATE[HY000] [14] unable to open database file
