--TEST--
A listener declared twice fails at start, not before
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

$port = free_port();
$server = new HttpServer((new HttpServerConfig('127.0.0.1', $port))->addHttp1Listener('127.0.0.1', $port));
$server->addHttpHandler(fn() => null);
try {
    $server->start();
    echo "started\n";
} catch (TrueAsync\HttpServerRuntimeException $e) {
    echo str_starts_with($e->getMessage(), "Failed to bind listener on 127.0.0.1:$port") ? 'bind failed' : $e->getMessage(), "\n";
}
var_dump($server->isRunning());
?>
--EXPECT--
bind failed
bool(false)
