--TEST--
PDO MySQL: a cancelled call ends with the cancellation, and the next connection works
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

$query = fn() => (int) connection()->query('SELECT 7')->fetchColumn();
$link = connection();
cancelled('query', fn() => $link->query('SELECT SLEEP(60)'), $query);
// What the server still has to say to it belongs to nobody: it must not be taken for an answer.
$broken = transcript(fn() => (int) $link->query('SELECT 8')->fetchColumn());
echo 'the same connection: ', $broken[0] === '8' ? 'takes what it gets' : 'is broken', "\n";

$link = connection(tcp: true);
cancelled('exec over TCP', fn() => $link->exec('DO SLEEP(60)'), $query);
$link = connection([PDO::ATTR_EMULATE_PREPARES => false]);
cancelled('execute', fn() => $link->prepare('SELECT SLEEP(?)')->execute([60]), $query);
$link = connection([PDO::ATTR_ERRMODE => PDO::ERRMODE_SILENT]);
cancelled('execute, with errors as values', fn() => $link->prepare('SELECT SLEEP(?)')->execute([60]), $query);
$link = connection([PDO::MYSQL_ATTR_USE_BUFFERED_QUERY => false]);
cancelled('unbuffered fetch', fn() => $link->query('SELECT 1, 0 UNION ALL SELECT 2, SLEEP(60)')->fetchAll(), $query);
$link = connection();
cancelled('transaction', function () use ($link) {
    $link->beginTransaction();
    $link->exec('DO SLEEP(60)');
}, $query);
// Somebody who accepts and says nothing.
$silent = stream_socket_server('tcp://127.0.0.1:0');
$port = explode(':', stream_socket_get_name($silent, false))[1];
cancelled('connect', fn() => new PDO("mysql:host=127.0.0.1;port=$port", 'test', 'test'), $query);
?>
--EXPECT--
query: finally, Async\AsyncCancellation, then 7
the same connection: is broken
exec over TCP: finally, Async\AsyncCancellation, then 7
execute: finally, Async\AsyncCancellation, then 7
execute, with errors as values: finally, Async\AsyncCancellation, then 7
unbuffered fetch: finally, Async\AsyncCancellation, then 7
transaction: finally, Async\AsyncCancellation, then 7
connect: finally, Async\AsyncCancellation, then 7
