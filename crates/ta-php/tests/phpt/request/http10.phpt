--TEST--
An HTTP/1.0 request needs no Host; version and persistence show
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$log = [];
$answers = serve(function ($request, $response) use (&$log) {
    $log[] = [$request->getHttpVersion(), $request->isKeepAlive(), $request->getHeader('host')];
    $response->setBody('x');
}, ["GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.0\r\nhost: old\r\n\r\n"]);
echo json_encode($log), "\n";
foreach ($answers as $answer) {
    $response = responses($answer)[0];
    echo $response['version'], ' ', $response['status'], ' ', isset($response['headers']['transfer-encoding']) ? 'chunked' : 'plain', "\n";
}
?>
--EXPECT--
[["1.0",false,null],["1.0",false,"old"]]
HTTP/1.1 200 plain
HTTP/1.1 200 plain
