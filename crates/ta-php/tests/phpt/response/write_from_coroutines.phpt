--TEST--
Coroutines that write to one response keep their order, and chunks stay whole
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answer = serve_client(function ($request, $response) {
    // Longer than what sockets take: everybody has to wait for room.
    $response->write(str_repeat('-', 20_000_000));
    $writers = [];
    foreach (range('a', 'f') as $letter) {
        $writers[] = Async\spawn(fn() => $response->write(str_repeat($letter, 300_000)));
    }
    foreach ($writers as $writer) {
        Async\await($writer);
    }
}, <<<'CODE'
    $c = connect();
    send($c, "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    usleep(50000);
    return recv_all($c);
    CODE);
$body = ltrim(responses($answer)[0]['body'], '-');
for ($at = 0; $at < strlen($body); $at += $length) {
    $length = strspn($body, $body[$at], $at);
    echo $body[$at], " $length\n";
}
?>
--EXPECT--
a 300000
b 300000
c 300000
d 300000
e 300000
f 300000
