--TEST--
SIGTERM also ends a server whose start() waits in a coroutine
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$script = new Script(<<<'PHP'
$server = new HttpServer(new HttpServerConfig('127.0.0.1', $port));
$server->addHttpHandler(fn($request, $response) => $response->setBody('hello'));
Async\spawn(fn() => $server->start());
PHP);
echo responses($script->ask(get('/')))[0]['body'], "\n";
$script->signal(15);
var_dump($script->wait()[0]);
?>
--EXPECT--
hello
int(0)
