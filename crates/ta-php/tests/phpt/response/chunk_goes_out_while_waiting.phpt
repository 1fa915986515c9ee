--TEST--
A chunk is with the client while the handler waits for something else
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$go = go_file();
$answer = serve_client(function ($request, $response) use ($go) {
    $response->write('first');
    await_file($go);
    $response->write('second');
}, <<<'CODE'
    $c = connect();
    send($c, "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    $got = '';
    while (!str_ends_with($got, "first\r\n") && !feof($c)) {
        $got .= fread($c, 8192);
    }
    touch($args[0]);
    return $got . recv_all($c);
    CODE, [$go]);
unlink($go);
echo responses($answer)[0]['body'], "\n";
?>
--EXPECT--
firstsecond
