--TEST--
Two hundred fatal errors in a row cost neither the server nor an answer
--EXTENSIONS--
true_async_server
--INI--
display_errors=0
--FILE--
<?php
require __DIR__ . '/../client.inc';

$statuses = serve_client(
    function ($request, $response) {
        if ($request->getPath() === '/fatal') {
            eval('function strlen() {}');
        }
        $response->setBody('fine');
    },
    <<<'CODE'
    $statuses = [];
    for ($i = 0; $i < 200; $i++) {
        foreach (['/fatal', '/'] as $path) {
            send($c = connect(), "GET $path HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
            $key = $path . ' ' . substr(recv_all($c), 9, 3);
            $statuses[$key] = ($statuses[$key] ?? 0) + 1;
        }
    }
    return $statuses;
    CODE,
);
print_r($statuses);
?>
--EXPECT--
Array
(
    [/fatal 500] => 200
    [/ 200] => 200
)
