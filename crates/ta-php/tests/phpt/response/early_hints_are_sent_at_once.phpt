--TEST--
Early hints are with the client while the handler still waits
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$go = go_file();
$answer = serve_client(function ($request, $response) use ($go) {
    $response->sendEarlyHints(['</a>; rel=preload']);
    await_file($go);
    $response->setBody('final');
}, <<<'CODE'
    $c = connect();
    send($c, "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    $got = '';
    while (!str_ends_with($got, "\r\n\r\n") && !feof($c)) {
        $got .= fread($c, 8192);
    }
    touch($args[0]);
    return [$got, recv_all($c)];
    CODE, [$go]);
unlink($go);
echo strtok($answer[0], "\r\n"), "\n", responses($answer[1])[0]['body'], "\n";
?>
--EXPECT--
HTTP/1.1 103 Early Hints
final
