--TEST--
After an error answer the same connection serves on
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answers = serve_client(
    function ($request, $response) {
        match ($request->getPath()) {
            '/throw' => throw new RuntimeException('no'),
            '/status' => throw new TrueAsync\HttpException('gone', 410),
            '/late' => (function () { Async\delay(2); throw new Error('no'); })(),
            default => $response->setBody('fine'),
        };
    },
    <<<'CODE'
    $c = connect();
    $statuses = [];
    foreach (['/', '/throw', '/', '/status', '/', '/late', '/'] as $path) {
        send($c, "GET $path HTTP/1.1\r\nhost: test\r\n\r\n");
        $statuses[] = substr(recv_response($c), 9, 3);
    }
    return $statuses;
    CODE,
);
echo implode(' ', $answers), "\n";
?>
--EXPECT--
200 500 200 410 200 500 200
