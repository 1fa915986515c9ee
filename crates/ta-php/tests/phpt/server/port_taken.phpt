--TEST--
A taken port is reported with host, port and the reason; afterwards the same object starts
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

$port = free_port();
$squatter = stream_socket_server("tcp://127.0.0.1:$port");
$server = new HttpServer(new HttpServerConfig('127.0.0.1', $port));
$server->addHttpHandler(fn($request, $response) => $response->setBody('at last'));
try {
    $server->start();
    echo "started\n";
} catch (TrueAsync\HttpServerRuntimeException $e) {
    echo str_replace("$port", 'PORT', $e->getMessage()), "\n";
}
var_dump($server->isRunning());
fclose($squatter);
echo responses(serve_as_registered($server, $port, get('/')))[0]['body'], "\n";
?>
--EXPECTREGEX--
Failed to bind listener on 127\.0\.0\.1:PORT.*[Aa]ddress (already )?in use.*
bool\(false\)
at last
