--TEST--
TLS streams: a cancelled call ends with the cancellation, and the next one works
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

$again = fn() => file_get_contents(url('/'), context: context());
$silent = stream_socket_server('tcp://127.0.0.1:0');
$calls = [
    'file_get_contents' => fn() => file_get_contents(url('/?delay=60'), context: context()),
    'within the body' => fn() => file_get_contents(url('/chunks?count=60&gap=1'), context: context()),
    'handshake' => fn() => stream_socket_client('ssl://' . stream_socket_get_name($silent, false), timeout: 60),
    'enabling crypto' => fn() => stream_socket_enable_crypto(stream_socket_client('tcp://' . stream_socket_get_name($silent, false)), true, STREAM_CRYPTO_METHOD_TLS_CLIENT),
];
foreach ($calls as $name => $call) {
    cancelled($name, $call, $again);
}
?>
--EXPECT--
file_get_contents: finally, Async\AsyncCancellation, then "delayed 0"
within the body: finally, Async\AsyncCancellation, then "delayed 0"
handshake: finally, Async\AsyncCancellation, then "delayed 0"
enabling crypto: finally, Async\AsyncCancellation, then "delayed 0"
