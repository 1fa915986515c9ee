--TEST--
write() suspends its own coroutine while the client is slow, and nothing is lost
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answer = serve_client(function ($request, $response) {
    $others = 0;
    $ticking = true;
    $ticker = Async\spawn(function () use (&$others, &$ticking) {
        while ($ticking) {
            Async\delay(1);
            $others++;
        }
    });
    for ($i = 0; $i < 100; $i++) {
        $response->write(str_repeat(chr(97 + $i % 26), 200_000));
    }
    $ticking = false;
    Async\await($ticker);
    var_dump($others > 10);
}, <<<'CODE'
    $c = connect();
    send($c, "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    usleep(100000);
    return recv_all($c);
    CODE);
$body = responses($answer)[0]['body'];
$expected = '';
for ($i = 0; $i < 100; $i++) {
    $expected .= str_repeat(chr(97 + $i % 26), 200_000);
}
var_dump($body === $expected);
?>
--EXPECT--
bool(true)
bool(true)
