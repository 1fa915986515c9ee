--TEST--
TLS streams: results, warnings and timeouts are those of plain PHP
--EXTENSIONS--
openssl
true_async_server
--SKIPIF--
<?php
require __DIR__ . '/../matrix.inc';
needs('TA_HTTPS_PORT');
?>
--FILE--
<?php
require __DIR__ . '/https.inc';

as_ever([
    'a page' => fn() => file_get_contents(url('/?delay=0.01'), context: context()),
    'much data' => fn() => md5(file_get_contents(url('/pattern?length=3000000'), context: context())),
    'much data to the server' => fn() => md5(file_get_contents(url('/echo'), context: context(['method' => 'POST', 'header' => 'Content-Type: text/plain', 'content' => str_repeat('0123456789', 300_000)]))),
    'an unknown certificate' => fn() => file_get_contents(url('/')),
    'another name' => fn() => file_get_contents(str_replace('localhost', '127.0.0.2', url('/')), context: context()),
    'nothing in time' => fn() => file_get_contents(url('/?delay=20'), context: context(['timeout' => 0.2])),
    'cut' => fn() => file_get_contents(url('/cut?after=10&delay=0.01'), context: context()),
    'no TLS there' => function () {
        $plain = stream_socket_server('tcp://127.0.0.1:0');
        return stream_socket_client('ssl://' . stream_socket_get_name($plain, false), $code, $message, 0.2, context: context());
    },
    'select' => function () {
        $stream = stream_socket_client('ssl://localhost:' . getenv('TA_HTTPS_PORT'), timeout: 10, context: context());
        fwrite($stream, "GET /pattern?length=100&delay=0.05 HTTP/1.0\r\n\r\n");
        $read = [$stream];
        $none = null;
        return [stream_select($read, $none, $none, 5), trim(fgets($stream))];
    },
    'not waiting' => function () {
        $stream = stream_socket_client('ssl://localhost:' . getenv('TA_HTTPS_PORT'), timeout: 10, context: context());
        stream_set_blocking($stream, false);
        return [fread($stream, 10), feof($stream)];
    },
], '~127\.0\.0\.1:\d+~');
?>
--EXPECT--
a page: "delayed 0.01"
much data: "55a95d24c5e52ee25a245028a1768961"
much data to the server: "bd9c78b79a1562da61578ec33b66a969"
an unknown certificate: false, warnings: 3
another name: false, warnings: 1
nothing in time: false, warnings: 1
cut: "xxxxxxxxxx"
no TLS there: false, warnings: 3
select: [1,"HTTP/1.1 200 OK"]
not waiting: ["",false]
