--TEST--
A coroutine that outlives the handler finds the response finished
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$log = [];
$answer = serve(function ($request, $response) use (&$log) {
    $response->setBody('in time');
    Async\spawn(function () use ($response, &$log) {
        Async\delay(20);
        try {
            $response->setBody('too late');
            $log[] = 'accepted';
        } catch (TrueAsync\HttpServerRuntimeException $e) {
            $log[] = 'refused';
        }
    });
}, get('/'));
echo responses($answer)[0]['body'], "\n";
Async\delay(40);
echo implode($log), "\n";
?>
--EXPECT--
in time
refused
