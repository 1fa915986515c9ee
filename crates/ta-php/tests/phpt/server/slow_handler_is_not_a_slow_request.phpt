--TEST--
No timeout runs while a handler works: it may take longer than the read timeout and the connection goes on
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answer = serve(function ($request, $response) {
    if ($request->getPath() === '/slow') {
        Async\delay(1800);
    }
    $response->setBody($request->getPath());
}, get('/slow', '') . get('/next'), fn($config) => $config->setReadTimeout(1)->setKeepAliveTimeout(1)->setWriteTimeout(1));
echo implode(' ', array_column(responses($answer), 'body')), "\n";
?>
--EXPECT--
/slow /next
