--TEST--
Two hundred connections with suspending handlers all get their own answer
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$peak = $active = 0;
$wrong = serve_client(
    function ($request, $response) use (&$peak, &$active) {
        $peak = max($peak, ++$active);
        Async\delay(1 + crc32($request->getPath()) % 20);
        $active--;
        $response->setHeader('x-id', $request->getQueryParam('id'))->setBody(str_repeat($request->getQueryParam('id') . ',', 500));
    },
    <<<'CODE'
    $connections = [];
    for ($id = 0; $id < 200; $id++) {
        send($connections[$id] = connect(), "GET /p$id?id=$id HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
    }
    $wrong = 0;
    foreach ($connections as $id => $connection) {
        $answer = recv_all($connection);
        $wrong += !str_contains($answer, "\r\nx-id: $id\r\n") || !str_ends_with($answer, "\r\n\r\n" . str_repeat("$id,", 500));
    }
    return $wrong;
    CODE,
);
var_dump($wrong, $peak > 1, $active);
?>
--EXPECT--
int(0)
bool(true)
int(0)
