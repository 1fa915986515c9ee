--TEST--
A handler's body reaches the client with its length
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

show(serve(function ($request, $response) {
    $response->setStatusCode(200)->setBody('Hello, World!');
}, get('/')));
?>
--EXPECT--
HTTP/1.1 200 OK
content-length: 13

Hello, World!
