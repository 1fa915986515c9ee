--TEST--
resetHeaders() drops all headers and withdraws a requested close
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$result = serve_client(
    function ($request, $response) {
        if ($request->getPath() === '/reset') {
            $response->setHeader('x-a', '1')->setHeader('connection', 'close')->resetHeaders();
            echo json_encode($response->getHeaders()), json_encode($response->hasHeader('x-a')), "\n";
            $response->setHeader('x-b', '2');
        }
        $response->setBody($request->getPath());
    },
    <<<'CODE'
    $c = connect();
    send($c, "GET /reset HTTP/1.1\r\nhost: test\r\n\r\n");
    $first = recv_response($c);
    send($c, "GET /next HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
    return [$first, recv_all($c)];
    CODE,
);
show($result[0]);
echo responses($result[1])[0]['body'], "\n";
?>
--EXPECT--
[]false
HTTP/1.1 200 OK
content-length: 6
x-b: 2

/reset

/next
