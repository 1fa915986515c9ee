--TEST--
An idle connection is closed silently after the keep-alive timeout
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$result = serve_client(
    fn($request, $response) => $response->setBody('once'),
    <<<'CODE'
    send($c = connect(), "GET / HTTP/1.1\r\nhost: test\r\n\r\n");
    $first = recv_response($c);
    return [substr($first, 9, 3), recv_all($c)];
    CODE,
    [],
    fn($config) => $config->setKeepAliveTimeout(1),
);
echo json_encode($result), "\n";
?>
--EXPECT--
["200",""]
