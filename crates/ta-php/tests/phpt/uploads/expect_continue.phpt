--TEST--
A client that expects 100-continue before it sends a form gets it
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/form.inc';

[$head, $body] = explode("\r\n\r\n", form([upload('f', 'a', 'content')], "connection: close\r\nexpect: 100-continue\r\n"), 2);
$answers = serve_client(function ($request, $response) {
    $response->setBody((string) $request->getFile('f')->getSize());
}, <<<'CODE'
    send($c = connect(), "$args[0]\r\n\r\n");
    $interim = recv_response($c, true);
    send($c, $args[1]);
    return [$interim, recv_all($c)];
    CODE, [$head, $body]);
echo $answers[0], responses($answers[1])[0]['body'], "\n";
?>
--EXPECT--
HTTP/1.1 100 Continue

7
