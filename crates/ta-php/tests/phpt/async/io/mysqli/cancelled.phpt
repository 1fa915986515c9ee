--TEST--
mysqli: a cancelled call ends with the cancellation, and the next connection works
--EXTENSIONS--
mysqlnd
mysqli
true_async_server
--SKIPIF--
<?php
require __DIR__ . '/../matrix.inc';
needs('TA_MYSQL_SOCKET', 'TA_MYSQL_PORT');
?>
--FILE--
<?php
require __DIR__ . '/mysqli.inc';

$query = fn() => connection()->query('SELECT 7')->fetch_row();
$link = connection();
cancelled('query', fn() => $link->query('SELECT SLEEP(60)'), $query);
// What the server still has to say to it belongs to nobody: it must not be taken for an answer.
$broken = transcript(fn() => $link->query('SELECT 8')->fetch_row());
echo 'the same connection: ', $broken[0] === '["8"]' ? 'takes what it gets' : 'is broken', "\n";

$link = connection(tcp: true);
cancelled('execute', function () use ($link) {
    $statement = $link->prepare('SELECT SLEEP(?)');
    $statement->execute([60]);
}, $query);
$link = connection();
cancelled('unbuffered fetch', function () use ($link) {
    $rows = $link->query('SELECT 1, 0 UNION ALL SELECT 2, SLEEP(60)', MYSQLI_USE_RESULT);
    while ($rows->fetch_row());
}, $query);
$link = connection();
cancelled('transaction', function () use ($link) {
    $link->begin_transaction();
    $link->query('DO SLEEP(60)');
}, $query);
$link = connection();
cancelled('multi_query', function () use ($link) {
    $link->multi_query('SELECT 1; SELECT SLEEP(60)');
    $link->store_result();
    $link->next_result();
}, $query);
$link = connection();
cancelled('mysqli_poll', function () use ($link) {
    $link->query('SELECT SLEEP(60)', MYSQLI_ASYNC);
    $links = $errors = $rejected = [$link];
    mysqli_poll($links, $errors, $rejected, 60);
}, $query);
// Somebody who accepts and says nothing.
$silent = stream_socket_server('tcp://127.0.0.1:0');
$port = (int) explode(':', stream_socket_get_name($silent, false))[1];
cancelled('connect', fn() => new mysqli('127.0.0.1', 'test', 'test', 'test', $port), $query);
cancelled('connect, with the error as a value', function () use ($port) {
    mysqli_report(MYSQLI_REPORT_OFF);
    return @mysqli_connect('127.0.0.1', 'test', 'test', 'test', $port);
}, $query);
?>
--EXPECT--
query: finally, Async\AsyncCancellation, then ["7"]
the same connection: is broken
execute: finally, Async\AsyncCancellation, then ["7"]
unbuffered fetch: finally, Async\AsyncCancellation, then ["7"]
transaction: finally, Async\AsyncCancellation, then ["7"]
multi_query: finally, Async\AsyncCancellation, then ["7"]
mysqli_poll: finally, Async\AsyncCancellation, then ["7"]
connect: finally, Async\AsyncCancellation, then ["7"]
connect, with the error as a value: finally, Async\AsyncCancellation, then ["7"]
