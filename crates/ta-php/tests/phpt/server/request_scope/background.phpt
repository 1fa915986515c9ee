--TEST--
Coroutines that outlive the handler go on, in the scope of their request
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../../client.inc';

use function Async\{delay, request_context, spawn};

$log = [];
$answer = serve_client(
    function ($request, $response) use (&$log) {
        request_context()->set('who', 'request');
        spawn(function () use (&$log) {
            delay(20);
            $log[] = 'background: ' . request_context()->get('who');
        });
        $response->setBody('answered');
        $log[] = 'handler ends';
    },
    'send($c = connect(), "GET / HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n"); $all = recv_all($c); usleep(200000); return $all;',
);
echo responses($answer)[0]['body'], "\n", implode("\n", $log), "\n";
?>
--EXPECT--
answered
handler ends
background: request
