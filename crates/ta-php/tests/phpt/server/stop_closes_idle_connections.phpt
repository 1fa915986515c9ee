--TEST--
stop() closes idle keep-alive connections at once instead of waiting for their timeout
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$result = serve_client(
    function ($request, $response, $server) {
        if ($request->getPath() === '/last') {
            $server->stop();
        }
        $response->setBody($request->getPath());
    },
    <<<'CODE'
    $idle = connect();
    send($idle, "GET /first HTTP/1.1\r\nhost: test\r\n\r\n");
    recv_response($idle);
    $c = connect();
    send($c, "GET /last HTTP/1.1\r\nhost: test\r\n\r\n");
    $last = recv_all($c);
    return [closed($idle), str_ends_with($last, '/last')];
    CODE,
    [],
    fn($config) => $config->setKeepAliveTimeout(3600)->setShutdownTimeout(3600),
);
var_dump($result);
?>
--EXPECT--
array(2) {
  [0]=>
  bool(true)
  [1]=>
  bool(true)
}
