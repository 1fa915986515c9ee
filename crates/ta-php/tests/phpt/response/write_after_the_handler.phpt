--TEST--
The end of the handler ends the stream for the coroutines it spawned, too
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$late = null;
$answer = serve(function ($request, $response) use (&$late) {
    if ($request->getPath() === '/late') {
        Async\await($late);
        return;
    }
    $response->write('in time');
    $late = Async\spawn(function () use ($response) {
        Async\delay(5);
        attempt('write', fn() => $response->write('late'));
        attempt('tryWrite', fn() => $response->tryWrite('late'));
        echo json_encode([$response->isWritable(), $response->isEnded(), $response->awaitWritable()]), "\n";
    });
}, get('/', '') . get('/late'));
[$first, $second] = responses($answer);
echo $first['body'], '|', $second['status'], "\n";
?>
--EXPECT--
write: TrueAsync\HttpServerRuntimeException: Cannot modify response after end() has been called
tryWrite: TrueAsync\HttpServerRuntimeException: Cannot modify response after end() has been called
[false,true,false]
in time|200
