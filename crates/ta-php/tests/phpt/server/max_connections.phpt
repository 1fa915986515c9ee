--TEST--
Beyond maxConnections nobody is served until a connection has gone
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$most = $active = 0;
$result = serve_client(
    function ($request, $response) use (&$most, &$active) {
        $most = max($most, ++$active);
        Async\delay(20);
        $active--;
        $response->setBody($request->getPath());
    },
    <<<'CODE'
    // Four connections at once against a cap of two: each is served in its turn or refused with 503.
    $connections = [];
    for ($i = 0; $i < 4; $i++) {
        send($connections[] = connect(), "GET /$i HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
    }
    return array_map('recv_all', $connections);
    CODE,
    [],
    fn($config) => $config->setMaxConnections(2),
);
foreach ($result as $number => $answer) {
    $response = responses($answer)[0];
    echo $response['status'] === 503 || $response['body'] === "/$number" ? 'served or refused' : $answer, "\n";
}
var_dump($most <= 2);
?>
--EXPECT--
served or refused
served or refused
served or refused
served or refused
bool(true)
