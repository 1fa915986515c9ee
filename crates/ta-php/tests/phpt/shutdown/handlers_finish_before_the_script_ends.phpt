--TEST--
A server stopped by a signal waits for coroutines that handlers left behind, then for shutdown functions
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$script = new Script(<<<'PHP'
register_shutdown_function(function () { echo "shutdown function\n"; });
$server = new HttpServer(new HttpServerConfig('127.0.0.1', $port));
$server->addHttpHandler(function ($request, $response) use ($server) {
    Async\spawn(function () { Async\delay(300); echo "background work done\n"; });
    $response->setBody('accepted');
    $server->stop();
});
$server->start();
echo "after start\n";
PHP);
echo responses($script->ask(get('/')))[0]['body'], "\n";
[$code, $printed] = $script->wait();
echo $printed, $code, "\n";
?>
--EXPECT--
accepted
after start
background work done
shutdown function
0
