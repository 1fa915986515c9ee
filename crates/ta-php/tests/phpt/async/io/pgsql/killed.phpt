--TEST--
ext/pgsql: a connection that is ended by the server fails at once, with a warning
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

$other = connection();
$stop = function (string $function, $link) use ($other) {
    // Asked before the query, because nobody else gets at the connection during it.
    $id = pg_get_pid($link);
    return fn() => pg_query($other, "SELECT $function($id)");
};
$kill = fn($link) => $stop('pg_terminate_backend', $link);
$link = connection();
bereaved('pg_query', fn() => pg_query($link, 'SELECT pg_sleep(60)'), $kill($link));
echo pg_connection_status($link) === PGSQL_CONNECTION_BAD ? "bad\n" : "still good\n";
$link = connection(tcp: true);
bereaved('pg_query_params', fn() => pg_query_params($link, 'SELECT pg_sleep($1)', [60]), $kill($link));
$link = connection();
bereaved('pg_get_result', function () use ($link) {
    pg_send_query($link, 'SELECT pg_sleep(60)');
    return pg_result_status(pg_get_result($link)) === PGSQL_FATAL_ERROR;
}, $kill($link));
$link = connection();
bereaved('a cancelled query', fn() => pg_query($link, 'SELECT pg_sleep(60)'), $stop('pg_cancel_backend', $link));
echo pg_fetch_result(pg_query($link, 'SELECT 7'), 0), "\n";
?>
--EXPECT--
pg_query: false, warnings: 1
bad
pg_query_params: false, warnings: 1
pg_get_result: true
a cancelled query: false, warnings: 1
7
