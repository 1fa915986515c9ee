--TEST--
One server serves all its listeners, TCP and Unix
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

[$second, $path] = [free_port(), free_socket_path()];
$answers = serve_client(
    fn($request, $response) => $response->setBody($request->getPath()),
    <<<'CODE'
    $answers = [];
    foreach ([null, "tcp://127.0.0.1:$args[0]", "unix://$args[1]"] as $number => $to) {
        $connection = connect($to);
        send($connection, "GET /$number HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
        $answers[] = recv_all($connection);
    }
    return $answers;
    CODE,
    [$second, $path],
    fn($config) => $config->addHttp1Listener('127.0.0.1', $second)->addUnixListener($path),
);
foreach ($answers as $answer) {
    echo responses($answer)[0]['body'], "\n";
}
?>
--EXPECT--
/0
/1
/2
