--TEST--
A slow upload holds up nobody, and its handler starts when it is complete
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/form.inc';

$log = [];
serve_client(function ($request, $response) use (&$log) {
    $log[] = $request->getMethod() . ' ' . ($request->getFile('f')?->getSize() ?? '-');
}, <<<'CODE'
    $slow = connect();
    [$head, $tail] = str_split($args[0], strlen($args[0]) - 5);
    send($slow, $head);
    usleep(50000);
    for ($i = 0; $i < 3; $i++) {
        send($quick = connect(), "GET / HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
        recv_all($quick);
    }
    send($slow, $tail);
    recv_all($slow);
    CODE, [form([upload('f', 'a', str_repeat('x', 300000))])]);
echo implode("\n", $log), "\n";
?>
--EXPECT--
GET -
GET -
GET -
POST 300000
