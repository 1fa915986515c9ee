<?php
/**
 * The server of `cargo xtask soak --coroutines`: every request is served by a small crowd of coroutines.
 *
 * What comes back is the same pattern whichever way the coroutines interleave, so the client knows every
 * byte of it; what a handler can check itself it checks, and throws when it is not so.
 */
declare(strict_types=1);

use TrueAsync\HttpException;
use TrueAsync\HttpRequest;
use TrueAsync\HttpResponse;
use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;
use TrueAsync\LogSeverity;

require __DIR__ . '/pattern.inc';
require __DIR__ . '/census.inc';
require __DIR__ . '/coroutines.inc';

$config = new HttpServerConfig('127.0.0.1', (int) getenv('TA_PORT'));
// An exception in a handler is a failure of the soak: its text must be seen.
$config->setBacklog(1024)->setKeepAliveTimeout(60)->setLogSeverity(LogSeverity::ERROR);
$server = new HttpServer($config);

$server->addHttpHandler(function (HttpRequest $request, HttpResponse $response) {
    $seed = (int) $request->getQueryParam('seed', 0);
    $whole = pattern($seed, (int) $request->getQueryParam('length', 0));
    $crowd = new Crowd($seed);
    $response->setBody(match ($request->getPath()) {
        '/spawn' => $crowd->tree($whole),
        '/cancel' => $crowd->cancelled($whole),
        '/timeout' => $crowd->timed($whole),
        '/channel' => $crowd->channelled($whole),
        '/future' => $crowd->chained($whole),
        '/scope' => $crowd->scoped($whole),
        '/group' => $crowd->grouped($whole),
        '/set' => $crowd->joined($whole),
        '/pool' => $crowd->pooled($whole),
        '/iterate' => $crowd->iterated($whole),
        '/storm' => $crowd->stormed($whole),
        '/census' => census(),
        default => throw new HttpException('', 404),
    });
});

$server->start();
