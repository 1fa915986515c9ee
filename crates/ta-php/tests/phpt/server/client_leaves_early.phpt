--TEST--
A client that leaves while its handler works disturbs neither the handler nor the others
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$log = [];
$answer = serve_client(
    function ($request, $response) use (&$log) {
        if ($request->getPath() === '/leaver') {
            Async\delay(30);
            $log[] = 'the handler of the one who left ended';
        }
        $response->setBody(str_repeat('x', 300000));
    },
    <<<'CODE'
    for ($i = 0; $i < 3; $i++) {
        send($c = connect(), "GET /leaver HTTP/1.1\r\nhost: test\r\n\r\n");
        usleep(10000);
        fclose($c);
    }
    usleep(60000);
    send($c = connect(), "GET /other HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
    return recv_all($c);
    CODE,
);
echo implode("\n", $log), "\n", strlen(responses($answer)[0]['body']), "\n";
?>
--EXPECT--
the handler of the one who left ended
the handler of the one who left ended
the handler of the one who left ended
300000
