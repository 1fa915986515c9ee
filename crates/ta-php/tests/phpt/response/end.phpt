--TEST--
end() appends its data, sends the response at once, and the handler may go on
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$log = [];
$result = serve_client(
    function ($request, $response) use (&$log) {
        if ($request->getPath() === '/release') {
            $log['released'] = true;
            return;
        }
        $response->setBody('one ')->end('two');
        $log[] = json_encode([$response->isEnded(), $response->isHeadersSent(), $response->getBody(), $response->getStatusCode()]);
        // The client asks for /release only after it has the answer to this very request.
        for ($turn = 0; !isset($log['released']) && $turn < 500; $turn++) {
            Async\delay(5);
        }
        $log[] = isset($log['released']) ? 'the client had its answer while the handler ran' : 'the answer came after the handler';
    },
    <<<'CODE'
    $c = connect();
    send($c, "GET / HTTP/1.1\r\nhost: test\r\n\r\n");
    $answer = recv_response($c);
    $d = connect();
    send($d, "GET /release HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
    recv_all($d);
    return $answer;
    CODE,
);
show($result);
unset($log['released']);
echo implode("\n", $log), "\n";
?>
--EXPECT--
HTTP/1.1 200 OK
content-length: 7

one two

[true,true,"one two",200]
the client had its answer while the handler ran
