--TEST--
exit(7) in a handler does not become the exit code of the server's script
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$script = new Script(<<<'PHP'
$server = new HttpServer(new HttpServerConfig('127.0.0.1', $port));
$server->addHttpHandler(function ($request) use ($server) {
    if ($request->getPath() === '/exit') {
        exit(7);
    }
    $server->stop();
});
$server->start();
PHP);
echo responses($script->ask(get('/exit')))[0]['status'], ' ', responses($script->ask(get('/stop')))[0]['status'], ' ', $script->wait()[0], "\n";
?>
--EXPECT--
500 200 0
