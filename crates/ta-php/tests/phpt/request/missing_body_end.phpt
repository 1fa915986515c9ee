--TEST--
A client that leaves before its body is complete never reaches the handler, and the server goes on
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$paths = [];
$answer = serve_client(
    function ($request, $response) use (&$paths) {
        $paths[] = $request->getPath();
        $response->setBody('fine');
    },
    <<<'CODE'
    $c = connect();
    send($c, "POST /cut HTTP/1.1\r\nhost: test\r\ncontent-length: 100\r\n\r\nonly this");
    fclose($c);
    $c = connect();
    send($c, "POST /cut HTTP/1.1\r\nhost: test\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhel");
    fclose($c);
    $c = connect();
    send($c, "GET /good HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
    return recv_all($c);
    CODE,
);
echo implode(' ', $paths), ' ', responses($answer)[0]['body'], "\n";
?>
--EXPECT--
/good fine
