--TEST--
A later request on the same connection finds an empty context and an open scope
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../../client.inc';

use function Async\{current_context, request_context, spawn, suspend};

$answer = serve_client(
    function ($request, $response) {
        $seen = request_context()->find('left behind');
        request_context()->set('left behind', $request->getPath());
        spawn(fn() => null);
        suspend();
        $response->setBody(var_export($seen, true));
    },
    'send($c = connect(), str_repeat("GET /1 HTTP/1.1\r\nhost: test\r\n\r\n", 3) . "GET /2 HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n"); return recv_all($c);',
);
foreach (responses($answer) as $response) {
    echo $response['body'], "\n";
}
?>
--EXPECT--
NULL
NULL
NULL
NULL
