<?php
/** A script whose main code ends at once: the server lives in a coroutine, and so does a second one. */
declare(strict_types=1);

use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

$server = new HttpServer(new HttpServerConfig('127.0.0.1', (int) getenv('TA_PORT')));
$server->addHttpHandler(fn($request, $response) => $response->setBody('hello'));
Async\spawn(function () use ($server) {
    $server->start();
    echo "stopped\n";
    Async\delay(50);
    echo "and cleaned up\n";
});
register_shutdown_function(function () {
    echo "shutdown function\n";
});
echo "main ends\n";
