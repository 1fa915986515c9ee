--TEST--
A coroutine spawned by the handler may do all the writing
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answer = serve(function ($request, $response) {
    Async\await(Async\spawn(function () use ($response) {
        foreach (['a', 'b', 'c'] as $part) {
            $response->write($part);
            Async\delay(1);
        }
    }));
}, get('/'));
echo responses($answer)[0]['body'], "\n";
?>
--EXPECT--
abc
