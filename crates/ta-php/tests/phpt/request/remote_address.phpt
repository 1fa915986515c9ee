--TEST--
getRemoteAddress() and getRemotePort() are the peer's; forwarding headers do not change them
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$seen = [];
$port = serve_client(
    function ($request) use (&$seen) { $seen = [$request->getRemoteAddress(), $request->getRemotePort()]; },
    <<<'CODE'
    $c = connect();
    send($c, "GET / HTTP/1.1\r\nhost: test\r\nx-forwarded-for: 6.6.6.6\r\nforwarded: for=6.6.6.6\r\nconnection: close\r\n\r\n");
    $own = stream_socket_get_name($c, false);
    recv_all($c);
    return (int) substr(strrchr($own, ':'), 1);
    CODE,
);
var_dump($seen[0], $seen[1] === $port);
?>
--EXPECT--
string(9) "127.0.0.1"
bool(true)
