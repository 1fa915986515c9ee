--TEST--
PDO PostgreSQL: a connection that is ended by the server fails at once, with the driver's error
--EXTENSIONS--
pdo
pdo_pgsql
true_async_server
--SKIPIF--
<?php
require __DIR__ . '/../matrix.inc';
needs('TA_PGSQL_HOST', 'TA_PGSQL_PORT');
?>
--FILE--
<?php
require __DIR__ . '/pdo_pgsql.inc';

$other = connection();
$connect = function (mixed ...$arguments) use (&$id) {
    $link = connection(...$arguments);
    $id = $link->query('SELECT pg_backend_pid()')->fetchColumn();
    return $link;
};
$kill = function () use ($other, &$id) {
    $other->query("SELECT pg_terminate_backend($id)");
};
$link = $connect();
bereaved('query', fn() => $link->query('SELECT pg_sleep(60)'), $kill);
$link = $connect(tcp: true);
bereaved('exec over TCP', fn() => $link->exec('SELECT pg_sleep(60)'), $kill);
$link = $connect();
bereaved('execute', fn() => $link->prepare('SELECT pg_sleep(?)')->execute([60]), $kill);
$link = $connect([PDO::ATTR_ERRMODE => PDO::ERRMODE_SILENT]);
bereaved('a silent connection', fn() => [$link->query('SELECT pg_sleep(60)'), $link->errorCode()], $kill);
$link = $connect();
bereaved('transaction', function () use ($link) {
    $link->beginTransaction();
    $link->exec('SELECT pg_sleep(60)');
}, $kill);
$link = $connect();
bereaved('a notification', fn() => $link->pgsqlGetNotify(PDO::FETCH_NUM, 60_000), $kill);
$link = $connect();
bereaved('a cancelled query', fn() => $link->query('SELECT pg_sleep(60)'), fn() => $other->query("SELECT pg_cancel_backend($id)"));
echo $link->query('SELECT 7')->fetchColumn(), "\n";
?>
--EXPECT--
query: PDOException HY000
exec over TCP: PDOException HY000
execute: PDOException HY000
a silent connection: [false,"HY000"]
transaction: PDOException HY000
a notification: false
a cancelled query: PDOException 57014
7
