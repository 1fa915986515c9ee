--TEST--
sendable() is gone and says so
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

serve(function ($request, $response) {
    attempt('open', fn() => $response->sendable());
    $response->end();
    refusal('ended', fn() => $response->sendable());
}, get('/'));
?>
--EXPECT--
open: TrueAsync\HttpServerRuntimeException: HttpResponse::sendable() is gone; isWritable() tells whether there is room
ended: TrueAsync\HttpServerRuntimeException
