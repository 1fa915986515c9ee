--TEST--
addHttpHandler() takes callables only
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

$server = new HttpServer(new HttpServerConfig());
refusal('unknown function', fn() => $server->addHttpHandler('no_such_function'));
refusal('object', fn() => $server->addHttpHandler(new stdClass()));
refusal('null', fn() => $server->addHttpHandler(null));
refusal('array', fn() => $server->addHttpHandler([$server, 'noSuchMethod']));
refusal('nothing', fn() => $server->addHttpHandler());
attempt('still without a handler', fn() => $server->start());
?>
--EXPECT--
unknown function: TypeError
object: TypeError
null: TypeError
array: TypeError
nothing: ArgumentCountError
still without a handler: TrueAsync\HttpServerRuntimeException: No HTTP handler registered. Call addHttpHandler(), addHttp2Handler(), addGrpcHandler(), or addStaticHandler() first
