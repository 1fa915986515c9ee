--TEST--
Connection: close closes after the answer and is not visible; keep-alive is dropped; anything else refused
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$result = serve_client(
    function ($request, $response) {
        if ($request->getPath() === '/close') {
            $response->setHeader('Connection', 'Close');
        } else {
            $response->setHeader('Connection', 'keep-alive');
            foreach (['upgrade', 'x-hop', 'close, x-hop', ''] as $value) {
                refusal("'$value'", fn() => $response->setHeader('connection', $value));
            }
        }
        echo json_encode([$response->hasHeader('connection'), $response->getHeader('connection'), $response->getHeaders()]), "\n";
        $response->setBody($request->getPath());
    },
    <<<'CODE'
    $c = connect();
    send($c, "GET /keep HTTP/1.1\r\nhost: test\r\n\r\n");
    $first = recv_response($c);
    send($c, "GET /close HTTP/1.1\r\nhost: test\r\n\r\nGET /never HTTP/1.1\r\nhost: test\r\n\r\n");
    return [$first, recv_all($c)];
    CODE,
);
foreach ($result as $raw) {
    foreach (responses($raw) as $response) {
        echo $response['body'], ' connection: ', strtolower($response['headers']['connection'][0] ?? 'nothing'), "\n";
    }
}
?>
--EXPECT--
'upgrade': TrueAsync\HttpServerInvalidArgumentException
'x-hop': TrueAsync\HttpServerInvalidArgumentException
'close, x-hop': TrueAsync\HttpServerInvalidArgumentException
'': TrueAsync\HttpServerInvalidArgumentException
[false,null,[]]
[false,null,[]]
/keep connection: nothing
/close connection: close
