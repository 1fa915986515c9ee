--TEST--
A client that has closed its sending side still gets the answers it asked for
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answer = serve_client(
    function ($request, $response) {
        Async\delay(5);
        $response->setBody($request->getPath());
    },
    '$c = connect(); send($c, $args[0]); half_close($c); return recv_all($c);',
    [get('/a', '') . get('/b', '')],
);
echo implode(' ', array_column(responses($answer), 'body')), "\n";
?>
--EXPECT--
/a /b
