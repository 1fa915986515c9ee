--TEST--
While the handler does not read, the client is held back
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$sent = serve_client(function ($request) {
    Async\delay(300);
    $bytes = 0;
    while (($piece = $request->readBody()) !== null) {
        $bytes += strlen($piece);
    }
    echo $bytes, "\n";
}, <<<'CODE'
    $length = 32 << 20;
    send($c = connect(), "POST / HTTP/1.1\r\nhost: test\r\ncontent-length: $length\r\nconnection: close\r\n\r\n");
    stream_set_blocking($c, false);
    $piece = str_repeat('x', 1 << 16);
    $sent = 0;
    for ($try = 0; $try < 20; $try++) {
        while ($sent < $length && ($count = (int) @fwrite($c, substr($piece, 0, $length - $sent))) > 0) {
            $sent += $count;
        }
        usleep(5000);
    }
    $before = $sent;
    stream_set_blocking($c, true);
    while ($sent < $length) {
        $sent += fwrite($c, substr($piece, 0, $length - $sent));
    }
    recv_all($c);
    return $before;
    CODE, [], fn($config) => $config->setBodyStreamingEnabled(true)->setMaxBodySize(64 << 20));
var_dump($sent < 16 << 20);
?>
--EXPECT--
33554432
bool(true)
