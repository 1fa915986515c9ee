--TEST--
A 1.0 client gets a length and no chunked coding, and persists only when it asked to
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answer = serve(fn($request, $response) => $response->setBody($request->getPath()),
    "GET /a HTTP/1.0\r\nconnection: keep-alive\r\n\r\nGET /b HTTP/1.0\r\n\r\n");
foreach (responses($answer) as $response) {
    echo $response['version'], ' ', $response['headers']['content-length'][0], ' ',
        isset($response['headers']['transfer-encoding']) ? 'chunked' : 'plain', ' ', $response['body'], "\n";
}
?>
--EXPECT--
HTTP/1.1 2 plain /a
HTTP/1.1 2 plain /b
