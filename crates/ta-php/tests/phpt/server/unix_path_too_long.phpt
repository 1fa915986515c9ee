--TEST--
A Unix path beyond the platform's limit fails in start()
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

$server = new HttpServer((new HttpServerConfig())->addUnixListener('/tmp/' . str_repeat('x', 120)));
$server->addHttpHandler(fn() => null);
attempt('start', fn() => $server->start());
?>
--EXPECTF--
start: TrueAsync\HttpServerRuntimeException: Unix socket path too long%S
