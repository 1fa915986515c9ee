--TEST--
stop() on a server that does not run returns true and does nothing, as often as you like
--EXTENSIONS--
true_async_server
--FILE--
<?php
use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

$server = new HttpServer(new HttpServerConfig());
var_dump($server->stop(), $server->stop(), $server->isRunning());
?>
--EXPECT--
bool(true)
bool(true)
bool(false)
