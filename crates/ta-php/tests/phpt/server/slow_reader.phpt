--TEST--
A client that does not read its large answer does not hold up the others, and gets all of it later
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$result = serve_client(
    fn($request, $response) => $response->setBody(str_repeat($request->getPath(), 2000000)),
    <<<'CODE'
    send($slow = connect(), "GET /slow HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
    usleep(20000);
    send($quick = connect(), "GET /q HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
    $first = recv_all($quick);
    $second = recv_all($slow);
    $body = fn($raw) => substr($raw, strpos($raw, "\r\n\r\n") + 4);
    return [$body($first) === str_repeat('/q', 2000000), $body($second) === str_repeat('/slow', 2000000)];
    CODE,
);
var_dump($result);
?>
--EXPECT--
array(2) {
  [0]=>
  bool(true)
  [1]=>
  bool(true)
}
