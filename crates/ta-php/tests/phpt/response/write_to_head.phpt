--TEST--
A streamed answer to HEAD is its head, at the end, and may be changed until then
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$head = "HEAD %s HTTP/1.1\r\nhost: test\r\n\r\n";
$answer = serve(function ($request, $response) {
    if ($request->getPath() === '/declared') {
        $response->setHeader('content-length', '3');
    }
    $response->write('abc');
    echo json_encode([$response->isHeadersSent(), $response->tryWrite('def'), $response->isWritable(), $response->awaitWritable(5)]), "\n";
    if ($request->getPath() === '/abort') {
        $response->abort();
        $response->abort();
        var_dump($response->isEnded());
        attempt('end', fn() => $response->end());
        return;
    }
    if ($request->getMethod() === 'HEAD') {
        $response->setHeader('x-late', '1');
    }
    if ($request->getPath() === '/end') {
        $response->end('ghi');
    }
}, sprintf($head, '/plain') . sprintf($head, '/declared') . sprintf($head, '/end') . sprintf($head, '/abort') . get('/plain'));
show($answer, 'HEAD', 'HEAD', 'HEAD', 'HEAD', 'GET');
?>
--EXPECT--
[false,true,true,true]
[false,true,true,true]
[false,true,true,true]
[false,true,true,true]
bool(true)
end: TrueAsync\HttpServerRuntimeException: Response has already been aborted
[true,true,true,true]
HTTP/1.1 200 OK
transfer-encoding: chunked
x-late: 1

HTTP/1.1 200 OK
content-length: 3
x-late: 1

HTTP/1.1 200 OK
transfer-encoding: chunked
x-late: 1

HTTP/1.1 200 OK
transfer-encoding: chunked

HTTP/1.1 200 OK
transfer-encoding: chunked

abcdef
