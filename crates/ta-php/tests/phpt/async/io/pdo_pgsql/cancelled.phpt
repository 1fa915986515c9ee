--TEST--
PDO PostgreSQL: a cancelled call ends with the cancellation, and the next connection works
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

$query = fn() => connection()->query('SELECT 7')->fetchColumn();
$link = connection();
cancelled('query', fn() => $link->query('SELECT pg_sleep(60)'), $query);
// What the server still has to say to it belongs to nobody: it must not be taken for an answer.
$broken = transcript(fn() => $link->query('SELECT 8')->fetchColumn());
echo 'the same connection: ', $broken[0] === '8' ? 'takes what it gets' : 'is broken', "\n";

$link = connection(tcp: true);
cancelled('exec over TCP', fn() => $link->exec('SELECT pg_sleep(60)'), $query);
$link = connection();
cancelled('execute', fn() => $link->prepare('SELECT pg_sleep(?)')->execute([60]), $query);
$link = connection([PDO::ATTR_ERRMODE => PDO::ERRMODE_SILENT]);
cancelled('execute, with errors as values', fn() => $link->prepare('SELECT pg_sleep(?)')->execute([60]), $query);
$link = connection();
cancelled('transaction', function () use ($link) {
    $link->beginTransaction();
    $link->exec('SELECT pg_sleep(60)');
}, $query);
$link = connection();
cancelled('a notification', fn() => $link->pgsqlGetNotify(PDO::FETCH_NUM, 60_000), $query);
// Somebody who accepts and says nothing.
$silent = stream_socket_server('tcp://127.0.0.1:0');
$port = explode(':', stream_socket_get_name($silent, false))[1];
cancelled('connect', fn() => new PDO("pgsql:host=127.0.0.1;port=$port", 'test', 'test'), $query);
?>
--EXPECT--
query: finally, Async\AsyncCancellation, then 7
the same connection: is broken
exec over TCP: finally, Async\AsyncCancellation, then 7
execute: finally, Async\AsyncCancellation, then 7
execute, with errors as values: finally, Async\AsyncCancellation, then 7
transaction: finally, Async\AsyncCancellation, then 7
a notification: finally, Async\AsyncCancellation, then 7
connect: finally, Async\AsyncCancellation, then 7
