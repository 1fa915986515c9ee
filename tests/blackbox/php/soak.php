<?php
/** The server of `cargo xtask soak`: what a request gets is chosen by the client, which knows every byte of it. */
declare(strict_types=1);

use TrueAsync\HttpException;
use TrueAsync\HttpRequest;
use TrueAsync\HttpResponse;
use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

require __DIR__ . '/pattern.inc';

$config = new HttpServerConfig('127.0.0.1', (int) getenv('TA_PORT'));
$config->setBacklog(1024)->setKeepAliveTimeout(60);
$server = new HttpServer($config);

$server->addHttpHandler(function (HttpRequest $request, HttpResponse $response) {
    $seed = (int) $request->getQueryParam('seed', 0);
    $length = (int) $request->getQueryParam('length', 0);
    switch ($request->getPath()) {
        case '/small':
            $response->setBody(pattern($seed, $length));
            break;
        case '/delay':
            $response->setHeader('x-before', 'the wait');
            Async\delay(1);
            $response->setBody(pattern($seed, $length));
            break;
        case '/throw':
            $response->setBody('never sent');
            throw new RuntimeException("a secret of the application: $seed");
        case '/http-exception':
            throw new HttpException(sprintf('conflict %08x', $seed), 409);
        case '/large':
            $response->setBody(pattern($seed, 1024 * 1024));
            break;
        case '/echo':
            $response->setBody($request->getBody());
            break;
        case '/exit':
            Async\delay(1);
            exit(1);
        case '/fatal':
            // More than memory_limit in one piece: an E_ERROR at run time.
            Async\delay(1);
            str_repeat('x', 1 << 33);
        default:
            throw new HttpException('', 404);
    }
});

$server->start();
