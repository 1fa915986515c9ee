--TEST--
A second addHttpHandler() replaces the first
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

$port = free_port();
$server = new HttpServer(new HttpServerConfig('127.0.0.1', $port));
$server->addHttpHandler(fn($request, $response) => $response->setBody('first'))
    ->addHttpHandler(fn($request, $response) => $response->setBody('second'));
echo responses(serve_as_registered($server, $port, get('/')))[0]['body'], "\n";
?>
--EXPECT--
second
