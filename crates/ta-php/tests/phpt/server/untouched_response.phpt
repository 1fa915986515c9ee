--TEST--
A handler that does nothing answers 200 with an empty body
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

show(serve(function () {}, get('/')));
?>
--EXPECT--
HTTP/1.1 200 OK
content-length: 0
