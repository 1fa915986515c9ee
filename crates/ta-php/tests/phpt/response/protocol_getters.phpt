--TEST--
The protocol is HTTP in the version of the request
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

serve(fn($request, $response) => print($response->getProtocolName() . ' ' . $response->getProtocolVersion() . "\n"),
    [get('/'), "GET / HTTP/1.0\r\n\r\n"]);
?>
--EXPECT--
HTTP 1.1
HTTP 1.0
