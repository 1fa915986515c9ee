--TEST--
A streamed body that breaks off is an exception, the same each time, and the client sees its status
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$log = [];
$head = "POST /%s HTTP/1.1\r\nhost: test\r\ntransfer-encoding: chunked\r\n\r\n";
$tails = [
    'broken' => "3\r\nabcdef",
    'large' => "800\r\n" . str_repeat('x', 0x800) . "\r\n",
    'truncated' => "3\r\nab",
];
$code = <<<'CODE'
    $answers = [];
    foreach ($args as $request) {
        send($c = connect(), $request);
        half_close($c);
        $answers[] = strtok(recv_all($c), "\r");
    }
    return $answers;
    CODE;
foreach (['readBody', 'awaitBody'] as $method) {
    $requests = [];
    foreach ($tails as $path => $tail) {
        $requests[] = sprintf($head, $path) . $tail;
        $requests[] = sprintf($head, "$path/catch") . $tail;
    }
    $answers = serve_client(function ($request, $response) use ($method, &$log) {
        try {
            while ($request->$method() !== null && $method === 'readBody') {
            }
        } catch (Throwable $e) {
            $log[] = $request->getPath() . ' ' . get_class($e) . ' ' . $e->getCode() . ' ' . $e->getMessage();
            if (!str_ends_with($request->getPath(), '/catch')) {
                throw $e;
            }
            try {
                $request->$method();
                $log[] = 'no error the second time';
            } catch (Throwable) {
            }
            $response->setBody('caught');
        }
    }, $code, $requests, fn($config) => $config->setBodyStreamingEnabled(true)->setMaxBodySize(1024));
    echo $method, "\n", implode("\n", $log), "\n", implode("\n", $answers), "\n\n";
    $log = [];
}
?>
--EXPECT--
readBody
/broken Exception 400 Request body stream error
/broken/catch Exception 400 Request body stream error
/large TrueAsync\HttpException 413 Content Too Large
/large/catch TrueAsync\HttpException 413 Content Too Large
/truncated Exception 400 Request body stream error
/truncated/catch Exception 400 Request body stream error
HTTP/1.1 400 Bad Request
HTTP/1.1 200 OK
HTTP/1.1 413 Content Too Large
HTTP/1.1 200 OK
HTTP/1.1 400 Bad Request
HTTP/1.1 200 OK

awaitBody
/broken Exception 400 Request body stream error
/broken/catch Exception 400 Request body stream error
/large TrueAsync\HttpException 413 request body exceeds the configured limit
/large/catch TrueAsync\HttpException 413 request body exceeds the configured limit
/truncated TrueAsync\HttpException 499 stream reset by peer
/truncated/catch TrueAsync\HttpException 499 stream reset by peer
HTTP/1.1 400 Bad Request
HTTP/1.1 200 OK
HTTP/1.1 413 request body exceeds the configured limit
HTTP/1.1 200 OK
HTTP/1.1 499 stream reset by peer
HTTP/1.1 200 OK
