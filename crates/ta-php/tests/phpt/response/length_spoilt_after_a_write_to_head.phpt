--TEST--
A Content-Length that is set to nonsense after the first write() of a HEAD request is left out, without an exception
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$raw = serve_client(
    function ($request, $response) {
        $response->write('x');
        $response->setHeader('Content-Length', 'abc');
        if ($request->getPath() === '/end') {
            $response->end();
        }
        echo $request->getPath(), " went well\n";
    },
    <<<'CODE'
    $c = connect();
    send($c, "HEAD /end HTTP/1.1\r\nhost: test\r\n\r\n");
    $first = recv_response($c, true);
    send($c, "HEAD /return HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
    return [$first, recv_all($c)];
    CODE,
);
foreach ($raw as $answer) {
    echo strtok($answer, "\r"), ' ', stripos($answer, 'content-length') === false ? 'without' : 'with', " a length\n";
}
?>
--EXPECT--
/end went well
/return went well
HTTP/1.1 200 OK without a length
HTTP/1.1 200 OK without a length
