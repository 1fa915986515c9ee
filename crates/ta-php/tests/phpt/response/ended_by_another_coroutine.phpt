--TEST--
A coroutine that the handler spawned may end the response while the handler still runs
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answer = serve(function ($request, $response) {
    Async\await(Async\spawn(fn() => $response->setStatusCode(201)->end('by the helper')));
    refusal('handler', fn() => $response->setBody('again'));
}, get('/'));
echo responses($answer)[0]['status'], ' ', responses($answer)[0]['body'], "\n";
?>
--EXPECT--
handler: TrueAsync\HttpServerRuntimeException
201 by the helper
