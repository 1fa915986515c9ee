--TEST--
start() on the main flow lets coroutines go on that were spawned before it, and a coroutine may stop it
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

$server = new HttpServer(new HttpServerConfig('127.0.0.1', free_port()));
$server->addHttpHandler(fn() => null);
Async\spawn(function () use ($server) {
    echo "coroutine: ", $server->isRunning() ? 'running' : 'not running', "\n";
    Async\delay(5);
    var_dump($server->stop());
    echo "stop() did not wait\n";
});
echo "main starts\n";
var_dump($server->start());
echo "main goes on\n";
?>
--EXPECT--
main starts
coroutine: running
bool(true)
stop() did not wait
bool(true)
main goes on
