--TEST--
TLS streams: a reader in the middle of a body notices that its server has gone
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

foreach (['cut', 'reset'] as $way) {
    bereaved("file_get_contents, $way", fn() => file_get_contents(url("/$way?after=10&delay=0.4"), context: context()), fn() => null);
    bereaved("stream_get_contents, $way", function () use ($way) {
        $stream = fopen(url("/$way?after=10&delay=0.4"), 'r', context: context());
        return [stream_get_contents($stream), feof($stream)];
    }, fn() => null);
}
// Before there is anything encrypted.
$listener = stream_socket_server('tcp://127.0.0.1:0');
$name = stream_socket_get_name($listener, false);
bereaved('handshake', fn() => stream_socket_client("ssl://$name", timeout: 60), fn() => fclose(stream_socket_accept($listener)));
?>
--EXPECT--
file_get_contents, cut: "xxxxxxxxxx"
stream_get_contents, cut: ["xxxxxxxxxx",true]
file_get_contents, reset: "xxxxxxxxxx", warnings: 1
stream_get_contents, reset: ["xxxxxxxxxx",true], warnings: 1
handshake: false, warnings: 3
