--TEST--
ext/pgsql: results, warnings and errors are those of plain PHP
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

as_ever([
    'rows' => fn() => pg_fetch_all(pg_query(connection(), "SELECT 1 AS a, NULL AS b, 'x' AS c UNION SELECT 2, 3, 'y' ORDER BY a")),
    'objects' => fn() => pg_fetch_object(pg_query(connection(), "SELECT 1 AS a"))->a,
    'a mistake' => function () {
        $link = connection();
        return [pg_query($link, 'SELEC 1'), pg_last_error($link)];
    },
    'a mistake in parameters' => fn() => pg_query_params(connection(), 'SELECT $1::int', ['x']),
    'notices' => function () {
        $link = connection();
        pg_query($link, "DO $$ BEGIN RAISE NOTICE 'hear'; END $$");
        return pg_last_notice($link);
    },
    'notifications' => function () {
        $link = connection();
        pg_query($link, 'LISTEN pgsql_as_ever');
        pg_query($link, "NOTIFY pgsql_as_ever, 'hello'");
        $notify = pg_get_notify($link);
        return [$notify['message'], $notify['payload'], pg_get_notify($link)];
    },
    'much data' => fn() => md5(pg_fetch_result(pg_query(connection(tcp: true), "SELECT repeat('0123456789', 300000)"), 0)),
    'much data to the server' => fn() => pg_fetch_row(pg_query_params(connection(tcp: true), 'SELECT length($1)', [str_repeat('x', 3_000_000)])),
    'large objects' => function () {
        $link = connection();
        pg_query($link, 'BEGIN');
        $object = pg_lo_open($link, pg_lo_create($link), 'r+');
        pg_lo_write($object, str_repeat('0123456789', 20_000));
        pg_lo_seek($object, 0, PGSQL_SEEK_SET);
        return md5(pg_lo_read($object, 200_000));
    },
    'asynchronous' => function () {
        $link = connection();
        $busy = [pg_send_query($link, 'SELECT 7 FROM pg_sleep(0.1)'), pg_connection_busy($link)];
        return [...$busy, pg_fetch_row(pg_get_result($link)), pg_get_result($link)];
    },
    'asynchronous connect' => function () {
        $link = pg_connect('host=' . getenv('TA_PGSQL_HOST') . ' port=' . getenv('TA_PGSQL_PORT') . ' user=test password=test', PGSQL_CONNECT_ASYNC | PGSQL_CONNECT_FORCE_NEW);
        for ($try = 0; $try < 5000 && ($state = pg_connect_poll($link)) !== PGSQL_POLLING_OK && $state !== PGSQL_POLLING_FAILED; $try++) {
            usleep(1000);
        }
        return [$state === PGSQL_POLLING_OK, pg_fetch_row(pg_query($link, 'SELECT 7'))];
    },
    'wrong password' => fn() => pg_connect('host=' . getenv('TA_PGSQL_HOST') . ' port=' . getenv('TA_PGSQL_PORT') . ' user=test password=wrong'),
    'nobody listens' => fn() => pg_connect('host=127.0.0.1 port=1'),
    'ping and reset' => function () {
        $link = connection();
        return [pg_ping($link), pg_connection_reset($link), pg_fetch_row(pg_query($link, 'SELECT 7'))];
    },
    'persistent' => fn() => pg_fetch_row(pg_query(pg_pconnect('host=' . getenv('TA_PGSQL_HOST') . ' port=' . getenv('TA_PGSQL_PORT') . ' user=test password=test'), 'SELECT 5')),
]);
?>
--EXPECT--
rows: [{"a":"1","b":null,"c":"x"},{"a":"2","b":"3","c":"y"}]
objects: "1"
a mistake: [false,"ERROR:  syntax error at or near \"SELEC\"\nLINE 1: SELEC 1\n        ^"], warnings: 1
a mistake in parameters: false, warnings: 1
notices: "NOTICE:  hear"
notifications: ["pgsql_as_ever","hello",false]
much data: "55a95d24c5e52ee25a245028a1768961"
much data to the server: ["3000000"]
large objects: "bcc4bfca43786497d970f7d3e2fdd455"
asynchronous: [true,true,["7"],false]
asynchronous connect: [true,["7"]]
wrong password: false, warnings: 1
nobody listens: false, warnings: 1
ping and reset: [true,true,["7"]]
persistent: ["5"]
