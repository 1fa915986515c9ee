--TEST--
Eight megabytes arrive complete, on a connection that then serves the next request
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$result = serve_client(
    fn($request, $response) => $response->setBody(str_repeat('0123456789abcdef', (int) $request->getQueryParam('kib') * 64)),
    <<<'CODE'
    $sizes = [8192, 1, 0, 300];
    $c = connect();
    $report = [];
    foreach ($sizes as $kib) {
        send($c, "GET /?kib=$kib HTTP/1.1\r\nhost: test\r\n\r\n");
        $answer = recv_response($c);
        $body = substr($answer, strpos($answer, "\r\n\r\n") + 4);
        $report[] = strlen($body) === $kib * 1024 && $body === str_repeat('0123456789abcdef', $kib * 64) ? 'right' : strlen($body);
    }
    return $report;
    CODE,
);
echo implode(' ', $result), "\n";
?>
--EXPECT--
right right right right
