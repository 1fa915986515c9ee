--TEST--
start() wants a handler first, then a listener, and the server is usable after each failure
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

// Neither: the handler is asked for first.
$server = new HttpServer(new HttpServerConfig());
attempt('neither', fn() => $server->start());
var_dump($server->isRunning());
$server->addHttpHandler(fn() => null);
attempt('no listener', fn() => $server->start());
attempt('no listener, again', fn() => $server->start());
var_dump($server->isRunning());
attempt('no handler', fn() => (new HttpServer(new HttpServerConfig('127.0.0.1', free_port())))->start());
?>
--EXPECT--
neither: TrueAsync\HttpServerRuntimeException: No HTTP handler registered. Call addHttpHandler(), addHttp2Handler(), addGrpcHandler(), or addStaticHandler() first
bool(false)
no listener: TrueAsync\HttpServerRuntimeException: No listeners configured. Use HttpServerConfig::addListener()
no listener, again: TrueAsync\HttpServerRuntimeException: No listeners configured. Use HttpServerConfig::addListener()
bool(false)
no handler: TrueAsync\HttpServerRuntimeException: No HTTP handler registered. Call addHttpHandler(), addHttp2Handler(), addGrpcHandler(), or addStaticHandler() first
