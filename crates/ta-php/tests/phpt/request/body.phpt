--TEST--
A handler starts with the complete body, whatever the pieces it came in
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$log = [];
serve_client(
    function ($request) use (&$log) {
        $log[] = json_encode([$request->getBody(), $request->hasBody(), $request->getContentLength(), $request->getContentType()]);
    },
    <<<'CODE'
    $c = connect();
    foreach (str_split($args[0], 3) as $piece) {
        send($c, $piece);
        usleep(1000);
    }
    recv_all($c);
    foreach (array_slice($args, 1) as $request) {
        send($c = connect(), $request);
        recv_all($c);
    }
    CODE,
    [
        post('/', 'in many pieces'),
        get('/'),
        post('/', ''),
        "GET / HTTP/1.1\r\nhost: test\r\ncontent-length: 007\r\nconnection: close\r\n\r\non a GE",
        "POST / HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n",
    ],
);
echo implode("\n", $log), "\n";
?>
--EXPECT--
["in many pieces",true,14,"text\/plain"]
["",false,null,null]
["",false,0,"text\/plain"]
["on a GE",true,7,null]
["",false,null,null]
