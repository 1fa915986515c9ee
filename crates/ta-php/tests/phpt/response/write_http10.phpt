--TEST--
An HTTP/1.0 client gets a stream until the connection closes, or its declared length
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answers = serve(function ($request, $response) {
    if ($request->getPath() === '/declared') {
        $response->setHeader('content-length', '6');
    }
    $response->write('abc');
    Async\delay(1);
    $response->write('def');
}, [
    "GET /plain HTTP/1.0\r\nconnection: keep-alive\r\n\r\n",
    str_repeat("GET /declared HTTP/1.0\r\nconnection: keep-alive\r\n\r\n", 2) . "GET /declared HTTP/1.0\r\n\r\n",
]);
foreach ($answers as $answer) {
    foreach (responses($answer) as $response) {
        echo $response['version'], ' ', $response['headers']['content-length'][0] ?? 'until the end', ' ', $response['headers']['connection'][0],
            ' ', isset($response['headers']['transfer-encoding']) ? 'chunked' : 'plain', ' ', $response['body'], "\n";
    }
}
?>
--EXPECT--
HTTP/1.1 until the end close plain abcdef
HTTP/1.1 6 keep-alive plain abcdef
HTTP/1.1 6 keep-alive plain abcdef
HTTP/1.1 6 close plain abcdef
