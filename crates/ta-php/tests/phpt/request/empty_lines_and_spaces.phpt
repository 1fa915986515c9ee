--TEST--
Empty lines before a request line and several spaces in it are tolerated
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answer = serve(fn($request, $response) => $response->setBody($request->getMethod() . ' ' . $request->getUri()),
    "\r\n\r\nGET   /a    HTTP/1.1\r\nhost: test\r\n\r\n\r\n" . get('/b'));
echo implode("\n", array_column(responses($answer), 'body')), "\n";
?>
--EXPECT--
GET /a
GET /b
