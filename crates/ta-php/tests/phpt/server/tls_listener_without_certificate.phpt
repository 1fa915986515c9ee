--TEST--
A TLS listener without certificate and key does not start
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

$port = free_port();
$server = new HttpServer((new HttpServerConfig())->addListener('127.0.0.1', $port, true));
$server->addHttpHandler(fn() => null);
refusal('start', fn() => $server->start());
var_dump($server->isRunning());
$probe = stream_socket_server("tcp://127.0.0.1:$port");
echo $probe === false ? 'still bound' : 'nothing bound', "\n";
?>
--EXPECT--
start: TrueAsync\HttpServerRuntimeException
bool(false)
nothing bound
