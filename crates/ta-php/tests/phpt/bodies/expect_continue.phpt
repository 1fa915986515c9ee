--TEST--
100 Continue comes at once for a buffered body, for a streamed one when the handler reads, and not at all otherwise
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answers = serve_client(function ($request, $response) {
    if ($request->getPath() === '/refuse') {
        $response->setStatusCode(403)->end();
        return;
    }
    if ($request->getPath() === '/late') {
        Async\delay(100);
    }
    $response->setBody((string) strlen($request->awaitBody()->getBody()));
}, <<<'CODE'
    $answers = [];
    foreach (['/short' => 5, '/late' => 70000, '/refuse' => 70000, '/large' => 99999999] as $path => $length) {
        send($c = connect(), "POST $path HTTP/1.1\r\nhost: test\r\ncontent-length: $length\r\nexpect: 100-continue\r\nconnection: close\r\n\r\n");
        $start = microtime(true);
        $first = strtok(recv_response($c, true), "\r");
        $late = microtime(true) - $start > 0.09;
        if (str_contains($first, '100')) {
            send($c, str_repeat('x', $length));
        }
        $answers[$path] = [$first, $late, strtok(recv_all($c), "\r")];
    }
    return $answers;
    CODE, [], fn($config) => $config->setBodyStreamingEnabled(true));
foreach ($answers as $path => [$first, $late, $last]) {
    echo "$path: $first", $path === '/late' ? ($late ? ' late' : ' early') : '', str_contains($first, '100') ? ", $last" : '', "\n";
}
?>
--EXPECT--
/short: HTTP/1.1 100 Continue, HTTP/1.1 200 OK
/late: HTTP/1.1 100 Continue late, HTTP/1.1 200 OK
/refuse: HTTP/1.1 403 Forbidden
/large: HTTP/1.1 413 Content Too Large
