--TEST--
write() sends one chunk each, and the end of the handler ends the body
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answer = serve(function ($request, $response) {
    $response->setHeader('content-type', 'text/plain')->setStatusCode(201);
    var_dump($response->isHeadersSent());
    $response->write('one')->write('')->write("two\n");
    var_dump($response->isHeadersSent(), $response->isEnded(), $response->isWritable(), $response->getBody());
}, get('/'));
[$head, $body] = explode("\r\n\r\n", $answer, 2);
echo strtok($head, "\r\n"), "\n", preg_match('~^(transfer-encoding|content-length): .*$~mi', $head, $m) ? trim($m[0]) : '', "\n";
echo json_encode($body), "\n";
?>
--EXPECT--
bool(false)
bool(true)
bool(false)
bool(true)
string(0) ""
HTTP/1.1 201 Created
transfer-encoding: chunked
"3\r\none\r\n4\r\ntwo\n\r\n0\r\n\r\n"
