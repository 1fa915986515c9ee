--TEST--
A handler may return without reading: a short rest is thrown away, a long one ends the connection after the answer
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answers = serve_client(fn($request, $response) => $response->setBody((string) strlen((string) $request->readBody(1000))), <<<'CODE'
    $answers = [];
    // What is left when the answer is made decides.
    send($c = connect(), "POST / HTTP/1.1\r\nhost: test\r\ncontent-length: 80000\r\n\r\n" . str_repeat('x', 80000));
    usleep(20000);
    $answers[] = recv_response($c);
    send($c, "GET / HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
    $answers[] = recv_all($c);
    send($c = connect(), "POST / HTTP/1.1\r\nhost: test\r\ncontent-length: 9000000\r\n\r\n" . str_repeat('x', 300000));
    $answers[] = recv_all($c);
    return $answers;
    CODE, [], fn($config) => $config->setBodyStreamingEnabled(true));
foreach ($answers as $answer) {
    $answer = responses($answer)[0];
    echo $answer['status'], ' ', $answer['body'], ' ', $answer['headers']['connection'][0] ?? 'open', "\n";
}
?>
--EXPECT--
200 1000 open
200 0 close
200 1000 close
