--TEST--
An HTTP/1.0 client gets no early hints
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answer = serve(function ($request, $response) {
    $response->sendEarlyHints(['</a>; rel=preload'])->setBody('final');
}, "GET / HTTP/1.0\r\n\r\n");
echo count(responses($answer)), ' ', responses($answer)[0]['status'], ' ', responses($answer)[0]['body'], "\n";
?>
--EXPECT--
1 200 final
