--TEST--
What a handler echoes is not part of its response, and output buffers of handlers do not mix
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answers = serve_client(
    function ($request, $response) {
        ob_start();
        for ($i = 0; $i < 3; $i++) {
            echo $request->getPath(), $i, ' ';
            Async\delay(2);
        }
        $response->setBody(ob_get_clean());
    },
    <<<'CODE'
    $connections = [];
    foreach (['/a', '/b', '/c'] as $path) {
        send($connections[] = connect(), "GET $path HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
    }
    return array_map('recv_all', $connections);
    CODE,
);
foreach ($answers as $answer) {
    echo responses($answer)[0]['body'], "\n";
}
$answer = serve(function ($request, $response) {
    echo "to the console\n";
    $response->setBody('to the client');
}, get('/'));
echo responses($answer)[0]['body'], "\n";
?>
--EXPECT--
/a0 /a1 /a2 
/b0 /b1 /b2 
/c0 /c1 /c2 
to the console
to the client
