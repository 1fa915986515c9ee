--TEST--
getPost() is empty for other content types, without a type and without a body
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

serve(fn($request) => print(json_encode($request->getPost()) . "\n"), [
    post('/', 'a=1', 'text/plain'),
    post('/', '{"a":1}', 'application/json'),
    post('/', 'a=1', 'application/x-www-form-urlencoded-not'),
    "POST / HTTP/1.1\r\nhost: test\r\ncontent-length: 3\r\nconnection: close\r\n\r\na=1",
    post('/', '', 'application/x-www-form-urlencoded'),
    get('/?a=1'),
]);
?>
--EXPECT--
[]
[]
[]
[]
[]
[]
