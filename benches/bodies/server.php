<?php
/** Takes uploads as scripts do: `/whole` as a string, `/read` piece by piece, `/form` as a file. */
declare(strict_types=1);

use TrueAsync\HttpRequest;
use TrueAsync\HttpResponse;
use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

[$host, $port] = explode(':', getenv('TRUE_ASYNC_LISTEN'));
$config = (new HttpServerConfig($host, (int) $port))->setBodyStreamingEnabled(getenv('TA_STREAMING') === '1');
$server = new HttpServer($config);
$server->addHttpHandler(function (HttpRequest $request, HttpResponse $response) {
    $bytes = match ($request->getPath()) {
        '/whole' => strlen($request->getBody()),
        '/form' => $request->getFile('f')->getSize(),
        '/read' => (function () use ($request) {
            for ($bytes = 0; ($piece = $request->readBody()) !== null; $bytes += strlen($piece)) {
            }
            return $bytes;
        })(),
        default => 0,
    };
    $response->setBody("$bytes\n");
});
$server->start();
