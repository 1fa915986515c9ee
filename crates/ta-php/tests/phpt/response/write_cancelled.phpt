--TEST--
A cancelled write() has written nothing, and the stream goes on
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$go = go_file();
$answer = serve_client(function ($request, $response) use ($go) {
    $response->write(str_repeat('-', 20_000_000));
    $lost = Async\spawn(fn() => $response->write('lost'));
    $next = Async\spawn(fn() => $response->write('next'));
    Async\delay(1);
    $lost->cancel();
    try {
        Async\await($lost);
    } catch (Async\AsyncCancellation $e) {
        echo get_class($e), "\n";
    }
    touch($go);
    Async\await($next);
}, <<<'CODE'
    $c = connect();
    send($c, "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    for ($try = 0; $try < 500 && !file_exists($args[0]); $try++) {
        usleep(10000);
        clearstatcache();
    }
    return recv_all($c);
    CODE, [$go]);
unlink($go);
echo ltrim(responses($answer)[0]['body'], '-'), "\n";
?>
--EXPECT--
Async\AsyncCancellation
next
