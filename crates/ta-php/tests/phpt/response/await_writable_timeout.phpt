--TEST--
awaitWritable() gives up after its time, and refuses a negative one
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$go = go_file();
$answer = serve_client(function ($request, $response) use ($go) {
    attempt('negative', fn() => $response->awaitWritable(-1));
    var_dump($response->awaitWritable(0), $response->awaitWritable(null));
    // More than any socket buffer: the client does not read yet.
    $response->write(str_repeat('x', 20_000_000));
    $start = hrtime(true);
    var_dump($response->awaitWritable(30));
    var_dump(hrtime(true) - $start >= 29_000_000);
    touch($go);
    var_dump($response->awaitWritable(10_000), $response->isWritable());
}, <<<'CODE'
    $c = connect();
    send($c, "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    for ($try = 0; $try < 500 && !file_exists($args[0]); $try++) {
        usleep(10000);
        clearstatcache();
    }
    return strlen(recv_all($c)) > 20_000_000;
    CODE, [$go]);
unlink($go);
var_dump($answer);
?>
--EXPECT--
negative: TrueAsync\HttpServerRuntimeException: HttpResponse::awaitWritable(): the timeout must not be negative
bool(true)
bool(true)
bool(false)
bool(true)
bool(true)
bool(true)
bool(true)
