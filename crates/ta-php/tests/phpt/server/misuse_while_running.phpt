--TEST--
While a server runs it cannot be started again and its handler cannot be changed
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$log = [];
$answer = serve(function ($request, $response, $server) use (&$log) {
    foreach (['start' => fn() => $server->start(), 'add' => fn() => $server->addHttpHandler(fn() => null)] as $what => $call) {
        try {
            $call();
            $log[] = "$what: accepted";
        } catch (TrueAsync\HttpServerRuntimeException $e) {
            $log[] = "$what: " . ($what === 'start' ? $e->getMessage() : 'refused');
        }
    }
    $log[] = $server->isRunning() ? 'still running' : 'no longer running';
    $response->setBody('unharmed');
}, get('/'));
echo implode("\n", $log), "\n", responses($answer)[0]['body'], "\n";
?>
--EXPECT--
start: Server is already running
add: refused
still running
unharmed
