--TEST--
Each request has a context of its own, shared by all its coroutines and isolated from all others
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../../client.inc';

use function Async\{await, current_context, delay, request_context, root_context, spawn};

root_context()->set('server wide', 'inherited');
var_dump(request_context());
$waiting = 0;
$answers = serve_client(
    function ($request, $response) use (&$waiting) {
        request_context()->set('who', $request->getPath());
        $waiting++;
        for ($turn = 0; $waiting < 3 && $turn < 500; $turn++) {
            delay(5);
        }
        $child = spawn(fn() => await(spawn(fn() => request_context()->get('who'))));
        $detached = new Async\Scope();
        $none = await($detached->spawn(fn() => request_context()));
        $response->setBody(implode(' ', [
            $request->getPath(),
            await($child),
            var_export(request_context() === current_context(), true),
            var_export($none, true),
            current_context()->find('server wide'),
        ]));
    },
    <<<'CODE'
    $connections = [];
    for ($i = 0; $i < 3; $i++) {
        send($connections[] = connect(), "GET /$i HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
    }
    return array_map('recv_all', $connections);
    CODE,
);
foreach ($answers as $answer) {
    echo responses($answer)[0]['body'], "\n";
}
var_dump(request_context());
?>
--EXPECT--
NULL
/0 /0 true NULL inherited
/1 /1 true NULL inherited
/2 /2 true NULL inherited
NULL
