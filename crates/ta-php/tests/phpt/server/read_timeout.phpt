--TEST--
A request that stays incomplete gets 408, a connection without a byte is closed silently
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$called = 0;
$answers = serve_client(
    function () use (&$called) { $called++; },
    <<<'CODE'
    $connections = [];
    foreach (['head' => "GET / HTTP/1.1\r\nhost: te", 'body' => "POST / HTTP/1.1\r\nhost: test\r\ncontent-length: 10\r\n\r\nabc", 'nothing' => ''] as $what => $bytes) {
        send($connections[$what] = connect(), $bytes);
    }
    return array_map('recv_all', $connections);
    CODE,
    [],
    fn($config) => $config->setReadTimeout(1),
);
foreach ($answers as $what => $answer) {
    $response = responses($answer)[0] ?? ['status' => 'silence', 'headers' => []];
    echo "$what: $response[status] ", $response['headers']['connection'][0] ?? '', "\n";
}
var_dump($called);
?>
--EXPECT--
head: 408 close
body: 408 close
nothing: silence 
int(0)
