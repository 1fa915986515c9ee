--TEST--
User fibers work inside handlers, also with async calls and exceptions in them
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answers = serve_client(
    function ($request, $response) {
        $path = $request->getPath();
        $fiber = new Fiber(function (string $path): string {
            Async\delay(3);
            $more = Fiber::suspend("$path started");
            Async\suspend();
            if ($path === '/throw') {
                throw new LogicException('from the fiber');
            }
            return "$path ended with $more";
        });
        $first = $fiber->start($path);
        Async\delay(2);
        try {
            $fiber->resume("what $path sent");
            $response->setBody("$first, {$fiber->getReturn()}");
        } catch (LogicException $e) {
            $response->setBody("$first, {$e->getMessage()}");
        }
    },
    <<<'CODE'
    $connections = [];
    foreach (['/a', '/b', '/throw', '/c'] as $path) {
        send($connections[] = connect(), "GET $path HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
    }
    return array_map('recv_all', $connections);
    CODE,
);
foreach ($answers as $answer) {
    echo responses($answer)[0]['body'], "\n";
}
?>
--EXPECT--
/a started, /a ended with what /a sent
/b started, /b ended with what /b sent
/throw started, from the fiber
/c started, /c ended with what /c sent
