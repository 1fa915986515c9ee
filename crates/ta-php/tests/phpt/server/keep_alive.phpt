--TEST--
An HTTP/1.1 connection persists until a side says close; HTTP/1.0 only on request, which is echoed
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answers = serve_client(
    fn($request, $response) => $response->setBody($request->getPath()),
    <<<'CODE'
    $one = "GET /%d HTTP/1.%d\r\nhost: test\r\n%s\r\n";
    $report = [];
    foreach ([
        '1.1' => [1, ''],
        '1.1 close' => [1, "connection: close\r\n"],
        '1.1 Close in a list' => [1, "connection: x-hop, Close\r\n"],
        '1.0' => [0, ''],
        '1.0 keep-alive' => [0, "connection: keep-alive\r\n"],
        '1.0 Keep-Alive' => [0, "connection: Keep-Alive\r\n"],
    ] as $what => [$minor, $field]) {
        $c = connect();
        send($c, sprintf($one, 1, $minor, $field));
        $first = recv_response($c);
        preg_match('~^connection: *(.*)\r$~mi', $first, $m);
        $says = strtolower($m[1] ?? 'nothing');
        if ($says === 'close') {
            $then = closed($c) ? 'closed' : 'left open';
        } else {
            send($c, sprintf($one, 2, $minor, $field));
            $then = str_ends_with(recv_response($c), '/2') ? 'served again' : 'closed';
        }
        if ($what === '1.0') {
            // Whether the answer to a 1.0 client that did not ask says so is not laid down.
            $says = 'whatever';
        }
        $report[] = "$what: says $says, $then";
        fclose($c);
    }
    return $report;
    CODE,
);
echo implode("\n", $answers), "\n";
?>
--EXPECT--
1.1: says nothing, served again
1.1 close: says close, closed
1.1 Close in a list: says close, closed
1.0: says whatever, closed
1.0 keep-alive: says keep-alive, served again
1.0 Keep-Alive: says keep-alive, served again
