<?php
/** Serves until a signal stops it, then spends its time without a server. */
declare(strict_types=1);

use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

$server = new HttpServer(new HttpServerConfig('127.0.0.1', (int) getenv('TA_PORT')));
$server->addHttpHandler(fn($request, $response) => $response->setBody('hello'));
$server->start();
echo "stopped\n";
Async\delay(10000);
echo "never\n";
