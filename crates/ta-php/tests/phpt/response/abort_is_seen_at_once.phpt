--TEST--
The client sees a stream cut off while its handler goes on
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$go = go_file();
$answer = serve_client(function ($request, $response) use ($go) {
    $response->write('part');
    $response->abort();
    await_file($go);
    var_dump(file_exists($go));
}, <<<'CODE'
    $c = connect();
    send($c, "GET / HTTP/1.1\r\nhost: a\r\n\r\n");
    $answer = recv_all($c);
    touch($args[0]);
    return $answer;
    CODE, [$go]);
unlink($go);
echo json_encode(explode("\r\n\r\n", $answer, 2)[1]), "\n";
?>
--EXPECT--
bool(true)
"4\r\npart\r\n"
