--TEST--
TLS streams: ten coroutines wait for their servers as long as one
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

together('file_get_contents', 0.3, fn() => file_get_contents(url('/?delay=0.3'), context: context()));
together('chunks', 0.3, fn() => file(url('/chunks?count=3&gap=0.1'), FILE_IGNORE_NEW_LINES, context()));
together('a raw stream', 0.3, function () {
    $stream = stream_socket_client('ssl://localhost:' . getenv('TA_HTTPS_PORT'), timeout: 10, context: context());
    fwrite($stream, "GET /?delay=0.3 HTTP/1.0\r\n\r\n");
    return trim(fgets($stream));
});
together('crypto enabled later', 0.3, function () {
    $stream = stream_socket_client('tcp://localhost:' . getenv('TA_HTTPS_PORT'), timeout: 10, context: context());
    $enabled = stream_socket_enable_crypto($stream, true, STREAM_CRYPTO_METHOD_TLS_CLIENT);
    fwrite($stream, "GET /?delay=0.3 HTTP/1.0\r\n\r\n");
    return [$enabled, trim(fgets($stream))];
});
together('handshakes nobody answers', 0.3, function () {
    $silent = stream_socket_server('tcp://127.0.0.1:0');
    return @stream_socket_client('ssl://' . stream_socket_get_name($silent, false), timeout: 0.3, context: context());
});
?>
--EXPECT--
file_get_contents: together, "delayed 0.3"
chunks: together, ["chunk 0","chunk 1","chunk 2"]
a raw stream: together, "HTTP/1.1 200 OK"
crypto enabled later: together, [true,"HTTP/1.1 200 OK"]
handshakes nobody answers: together, false
