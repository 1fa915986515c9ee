<?php
/**
 * The smallest server: one handler, one answer, one coroutine per request.
 *
 *     php -d extension=true_async_server.so examples/hello.php
 *
 * Listens where TRUE_ASYNC_LISTEN (HOST:PORT) says, on 127.0.0.1:8080 otherwise.
 * Ctrl-C stops it.
 */

declare(strict_types=1);

use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

$listen = getenv('TRUE_ASYNC_LISTEN') ?: '127.0.0.1:8080';
$colon = strrpos($listen, ':');
if ($colon === false) {
    fwrite(STDERR, "TRUE_ASYNC_LISTEN: HOST:PORT is expected, not '$listen'\n");
    exit(2);
}
// An IPv6 address is written in brackets, so that its colons are told from the port's.
$host = trim(substr($listen, 0, $colon), '[]');
$port = (int) substr($listen, $colon + 1);

$server = new HttpServer((new HttpServerConfig())->addListener($host, $port));

$server->addHttpHandler(function ($request, $response) {
    $response->setStatusCode(200)->setBody('Hello, World!');
});

$server->start();
