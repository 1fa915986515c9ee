--TEST--
A refused redirect leaves status and headers as they were
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

show(serve(function ($request, $response) {
    $response->setStatusCode(201)->setBody('as before');
    refusal('bad url', fn() => $response->redirect("/a\nb", 301));
    refusal('bad status', fn() => $response->redirect('/a', 200));
}, get('/')));
?>
--EXPECT--
bad url: TrueAsync\HttpServerInvalidArgumentException
bad status: TrueAsync\HttpServerInvalidArgumentException
HTTP/1.1 201 Created
content-length: 9

as before
