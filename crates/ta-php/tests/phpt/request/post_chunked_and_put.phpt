--TEST--
getPost() parses chunked forms and forms of other methods than POST
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$type = "host: test\r\nconnection: close\r\ncontent-type: application/x-www-form-urlencoded\r\n";
serve(fn($request) => print(json_encode($request->getPost()) . "\n"), [
    "POST / HTTP/1.1\r\n{$type}transfer-encoding: chunked\r\n\r\n4\r\na=1&\r\n3\r\nb=2\r\n0\r\n\r\n",
    "PUT / HTTP/1.1\r\n{$type}content-length: 3\r\n\r\nc=3",
]);
?>
--EXPECT--
{"a":"1","b":"2"}
{"c":"3"}
