--TEST--
HEAD gets the headers of GET with its length, and no body
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$head = "HEAD %s HTTP/1.1\r\nhost: test\r\n\r\n";
$answer = serve(function ($request, $response) {
    if ($request->getPath() === '/end') {
        $response->end('twelve bytes');
    } elseif ($request->getPath() === '/json') {
        $response->json(['a' => 1]);
    } elseif ($request->getPath() === '/body') {
        $response->setBody('not on the wire');
    }
}, sprintf($head, '/body') . sprintf($head, '/end') . sprintf($head, '/json') . sprintf($head, '/empty') . get('/body'));
show($answer, 'HEAD', 'HEAD', 'HEAD', 'HEAD', 'GET');
?>
--EXPECT--
HTTP/1.1 200 OK
content-length: 15

HTTP/1.1 200 OK
content-length: 12

HTTP/1.1 200 OK
content-length: 7
content-type: application/json

HTTP/1.1 200 OK
content-length: 0

HTTP/1.1 200 OK
content-length: 15

not on the wire
