--TEST--
ext/pgsql: a cancelled call ends with the cancellation, and the next connection works
--EXTENSIONS--
pgsql
true_async_server
--SKIPIF--
<?php
require __DIR__ . '/../matrix.inc';
needs('TA_PGSQL_HOST', 'TA_PGSQL_PORT');
?>
--FILE--
<?php
require __DIR__ . '/pgsql.inc';

$query = fn() => pg_fetch_result(pg_query(connection(), 'SELECT 7'), 0);
$link = connection();
cancelled('pg_query', fn() => pg_query($link, 'SELECT pg_sleep(60)'), $query);
// What the server still has to say to it belongs to nobody: it must not be taken for an answer.
$broken = transcript(fn() => pg_fetch_result(pg_query($link, 'SELECT 8'), 0));
echo 'the same connection: ', $broken[0] === '"8"' ? 'takes what it gets' : 'is broken', "\n";

$link = connection(tcp: true);
cancelled('pg_query_params', fn() => pg_query_params($link, 'SELECT pg_sleep($1)', [60]), $query);
$link = connection();
cancelled('pg_execute', function () use ($link) {
    pg_prepare($link, 'wait', 'SELECT pg_sleep($1)');
    pg_execute($link, 'wait', [60]);
}, $query);
$link = connection();
cancelled('pg_get_result', function () use ($link) {
    pg_send_query($link, 'SELECT pg_sleep(60)');
    pg_get_result($link);
}, $query);
// Somebody who accepts and says nothing.
$silent = stream_socket_server('tcp://127.0.0.1:0');
$port = explode(':', stream_socket_get_name($silent, false))[1];
cancelled('pg_connect', fn() => pg_connect("host=127.0.0.1 port=$port"), $query);
?>
--EXPECT--
pg_query: finally, Async\AsyncCancellation, then "7"
the same connection: is broken
pg_query_params: finally, Async\AsyncCancellation, then "7"
pg_execute: finally, Async\AsyncCancellation, then "7"
pg_get_result: finally, Async\AsyncCancellation, then "7"
pg_connect: finally, Async\AsyncCancellation, then "7"
