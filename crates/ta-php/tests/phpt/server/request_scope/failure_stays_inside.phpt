--TEST--
A failing coroutine of one request cancels nothing of another, and not its own handler
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../../client.inc';

use function Async\{delay, spawn, suspend};

$both = 0;
$answers = serve_client(
    function ($request, $response) use (&$both) {
        $both++;
        for ($turn = 0; $both < 2 && $turn < 500; $turn++) {
            delay(5);
        }
        $mine = spawn(function () { delay(30); return 'child of ' . Async\request_context()->get('who'); });
        Async\request_context()->set('who', $request->getPath());
        if ($request->getPath() === '/failing') {
            delay(1);
            spawn(fn() => throw new RuntimeException('child'));
        }
        $response->setBody(Async\await($mine));
    },
    <<<'CODE'
    send($a = connect(), "GET /failing HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
    send($b = connect(), "GET /other HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
    return [recv_all($a), recv_all($b)];
    CODE,
);
foreach ($answers as $answer) {
    echo responses($answer)[0]['status'], ' ', responses($answer)[0]['body'], "\n";
}
?>
--EXPECT--
200 child of /failing
200 child of /other
