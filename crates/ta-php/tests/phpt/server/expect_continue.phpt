--TEST--
A client that expects 100-continue gets it before its body is read, and 413 instead when the body is too large
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answers = serve_client(
    fn($request, $response) => $response->setBody('got ' . $request->getBody()),
    <<<'CODE'
    $head = "POST / HTTP/1.1\r\nhost: test\r\nconnection: close\r\nexpect: 100-continue\r\ncontent-length: %d\r\n\r\n";
    $c = connect();
    send($c, sprintf($head, 5));
    $interim = recv_response($c, true);
    send($c, 'hello');
    $final = recv_all($c);
    $d = connect();
    send($d, sprintf($head, 5000));
    return [$interim, $final, recv_all($d)];
    CODE,
    [],
    fn($config) => $config->setMaxBodySize(1024),
);
echo json_encode($answers[0]), "\n";
echo responses($answers[1])[0]['body'], "\n";
echo responses($answers[2])[0]['status'], "\n";
?>
--EXPECT--
"HTTP\/1.1 100 Continue\r\n\r\n"
got hello
413
