--TEST--
PDO MySQL: a connection that is killed or cut fails at once, with the driver's error
--EXTENSIONS--
mysqlnd
pdo
pdo_mysql
true_async_server
--SKIPIF--
<?php
require __DIR__ . '/../matrix.inc';
needs('TA_MYSQL_SOCKET', 'TA_MYSQL_PORT');
?>
--FILE--
<?php
require __DIR__ . '/pdo_mysql.inc';

$other = connection();
$kill = function () use ($other, &$id) {
    $other->exec("KILL $id");
};
$connect = function (mixed ...$arguments) use (&$id) {
    $link = connection(...$arguments);
    $id = $link->query('SELECT CONNECTION_ID()')->fetchColumn();
    return $link;
};
$link = $connect();
bereaved('query', fn() => $link->query('SELECT SLEEP(60)'), $kill);
$link = $connect(tcp: true);
bereaved('exec over TCP', fn() => $link->exec('DO SLEEP(60)'), $kill);
$link = $connect([PDO::ATTR_EMULATE_PREPARES => false]);
bereaved('execute', fn() => $link->prepare('SELECT SLEEP(?)')->execute([60]), $kill);
$link = $connect([PDO::ATTR_ERRMODE => PDO::ERRMODE_SILENT]);
bereaved('a silent connection', fn() => [$link->query('SELECT SLEEP(60)'), $link->errorCode()], $kill);
$link = $connect();
bereaved('transaction', function () use ($link) {
    $link->beginTransaction();
    try {
        $link->exec('DO SLEEP(60)');
    } finally {
        $link->rollBack();
    }
}, $kill);
$link = $connect();
bereaved('KILL QUERY', fn() => $link->query('SELECT SLEEP(60)')->fetchColumn(), fn() => $other->exec("KILL QUERY $id"));
echo json_encode($link->query('SELECT 7')->fetchColumn()), "\n";
?>
--EXPECT--
query: PDOException HY000
exec over TCP: PDOException HY000
execute: PDOException HY000
a silent connection: [false,"HY000"]
transaction: PDOException HY000
KILL QUERY: PDOException 70100
7
