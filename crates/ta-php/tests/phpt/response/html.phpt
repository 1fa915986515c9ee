--TEST--
html() sets body and type
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

show(serve(function ($request, $response) {
    var_dump($response->setHeader('content-type', 'text/x')->html('<p>ü</p>') === $response);
}, get('/')));
?>
--EXPECT--
bool(true)
HTTP/1.1 200 OK
content-length: 9
content-type: text/html; charset=utf-8

<p>ü</p>
