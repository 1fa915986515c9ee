--TEST--
A streamed body can be read no more when its request is over
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$kept = null;
serve(function ($request) use (&$kept) {
    $kept = $request;
    Async\spawn(function () use ($request) {
        Async\delay(30);
        attempt('later', fn() => $request->readBody());
    });
}, post('/', str_repeat('x', 70000)), fn($config) => $config->setBodyStreamingEnabled(true));
attempt('at last', fn() => $kept->awaitBody());
var_dump($kept->getBody());
?>
--EXPECT--
at last: TrueAsync\HttpException: stream reset by peer
string(0) ""
later: TrueAsync\HttpException: stream reset by peer
