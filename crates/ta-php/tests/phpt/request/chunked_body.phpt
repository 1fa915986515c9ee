--TEST--
A chunked body is decoded; it has no declared length, extensions and trailers are dropped
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$log = [];
$answer = serve(function ($request, $response) use (&$log) {
    $log[] = [$request->getBody(), $request->getContentLength(), $request->hasHeader('x-trailer'), $request->getHeader('transfer-encoding')];
}, "POST /1 HTTP/1.1\r\nhost: test\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n6;ext=\"v\"\r\n world\r\n0\r\nX-Trailer: late\r\n\r\n"
    . "POST /2 HTTP/1.1\r\nhost: test\r\nTransfer-Encoding: Chunked\r\nconnection: close\r\n\r\nA\r\n0123456789\r\n00\r\n\r\n");
foreach ($log as $row) {
    echo json_encode($row), "\n";
}
echo implode(' ', array_column(responses($answer), 'status')), "\n";
?>
--EXPECT--
["hello world",null,false,"chunked"]
["0123456789",null,false,"Chunked"]
200 200
