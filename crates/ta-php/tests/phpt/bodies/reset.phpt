--TEST--
A client that resets the connection within a streamed body is HttpException 499 for who reads it
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

serve_client(function ($request) {
    attempt('read', function () use ($request) {
        while ($request->readBody() !== null) {
        }
    });
}, <<<'CODE'
    // Closing a socket with unread input resets the connection: here it is the interim answer.
    send($c = connect(), "POST / HTTP/1.1\r\nhost: test\r\ncontent-length: 70000\r\nexpect: 100-continue\r\n\r\n");
    $read = [$c];
    $none = [];
    stream_select($read, $none, $none, 3);
    fclose($c);
    usleep(100000);
    CODE, [], fn($config) => $config->setBodyStreamingEnabled(true));
?>
--EXPECT--
read: TrueAsync\HttpException: stream reset by peer
