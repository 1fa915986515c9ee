--TEST--
204, 205 and 304 have no body and the documented lengths; the connection stays usable
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$raw = get('/204', '') . get('/205', '') . get('/304', '') . get('/304-length', '') . get('/200');
$answer = serve(function ($request, $response) {
    $response->setStatusCode((int) substr($request->getPath(), 1, 3))->setBody('dropped silently');
    if ($request->getPath() === '/304-length') {
        $response->setHeader('content-length', '1234')->setHeader('etag', '"x"');
    }
}, $raw);
show($answer);
?>
--EXPECT--
HTTP/1.1 204 No Content

HTTP/1.1 205 Reset Content
content-length: 0

HTTP/1.1 304 Not Modified

HTTP/1.1 304 Not Modified
content-length: 1234
etag: "x"

HTTP/1.1 200 OK
content-length: 16

dropped silently
