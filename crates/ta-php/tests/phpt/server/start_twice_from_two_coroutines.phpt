--TEST--
The second of two concurrent start() calls is refused, the first is not disturbed
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

$server = new HttpServer(new HttpServerConfig('127.0.0.1', free_port()));
$server->addHttpHandler(fn() => null);
$first = Async\spawn(fn() => $server->start());
$second = Async\spawn(fn() => $server->start());
attempt('second', fn() => Async\await($second));
var_dump($server->isRunning());
$server->stop();
var_dump(Async\await($first), $server->isRunning());
?>
--EXPECT--
second: TrueAsync\HttpServerRuntimeException: Server is already running
bool(true)
bool(true)
bool(false)
