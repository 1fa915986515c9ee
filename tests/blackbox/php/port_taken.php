<?php
/** Starts on a free port and on TA_TAKEN; with TA_CATCH it says what it caught and starts on the free one alone. */
declare(strict_types=1);

use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

$free = (int) getenv('TA_PORT');
$config = (new HttpServerConfig())->addListener('127.0.0.1', $free)->addListener('127.0.0.1', (int) getenv('TA_TAKEN'));
$server = new HttpServer($config);
$server->addHttpHandler(fn($request, $response) => $response->setBody('hello'));
if (getenv('TA_CATCH') === false) {
    $server->start();
}
try {
    $server->start();
} catch (Exception $error) {
    echo get_class($error), ': ', $error->getMessage(), "\n";
    var_dump($server->isRunning());
}
// Nothing of the failed start is left bound.
$other = new HttpServer(new HttpServerConfig('127.0.0.1', $free));
$other->addHttpHandler(fn($request, $response) => $response->setBody('hello'));
$other->start();
