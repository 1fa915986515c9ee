<?php
/**
 * The application that tests/conformance describes in src/pages.rs, for its cases to be played
 * against.
 *
 * TA_PORT is where it listens on 127.0.0.1, TA_MAX_BODY the largest body; TA_READ_TIMEOUT and
 * TA_KEEP_ALIVE_TIMEOUT make it impatient.
 */
declare(strict_types=1);

use TrueAsync\HttpRequest;
use TrueAsync\HttpResponse;
use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

function setting(string $name, int $default): int
{
    $value = getenv($name);
    return $value === false ? $default : (int) $value;
}

function describe(HttpRequest $request): string
{
    $lines = [
        'method=' . $request->getMethod(),
        'target=' . $request->getUri(),
        'path=' . $request->getPath(),
        'version=' . $request->getHttpVersion(),
        'keep-alive=' . ($request->isKeepAlive() ? 'true' : 'false'),
        'body=' . $request->getBody(),
    ];
    foreach ($request->getHeaders() as $name => $value) {
        $lines[] = "$name=$value";
    }
    return implode("\n", $lines) . "\n";
}

function stream(HttpResponse $response, int $count): void
{
    // An empty one commits the head.
    $response->write('');
    for ($sent = 0; $sent < $count; $sent++) {
        $response->write("piece\n");
    }
}

function declare_length(HttpResponse $response, int $length): HttpResponse
{
    return $response->setHeader('content-length', (string) $length);
}

function answer(HttpRequest $request, HttpResponse $response): void
{
    $path = explode('/', substr($request->getPath(), 1));
    $number = (int) ($path[1] ?? 0);
    match ($path[0]) {
        'echo' => $response->setBody($request->getBody()),
        'unread' => $response->setBody('unread'),
        'close' => $response->setHeader('connection', 'close')->setBody('bye'),
        'status' => (isset($path[2]) ? declare_length($response, 77) : $response)
            ->setStatusCode($number)
            ->setBody('status body'),
        'fields' => $response
            ->setHeader('x-twice', ['1', '2'])
            ->setHeader('content-length', '99')
            ->setHeader('transfer-encoding', 'chunked')
            ->setHeader('date', 'Thu, 01 Jan 1970 00:00:00 GMT')
            ->setBody('fields'),
        'reason' => $response->setReasonPhrase('Fine by me')->setBody('Fine by me'),
        'delay' => [Async\delay($number), $response->setBody('delayed')],
        'fail' => throw new RuntimeException('as asked'),
        'stream' => stream($response, $number),
        'declared' => stream(declare_length($response, 6 * $number), $number),
        'short' => stream(declare_length($response, 6 * $number + 1), $number),
        'trailers' => stream($response->setTrailer('x-check', '1'), 1),
        default => $response->setBody(describe($request)),
    };
}

$config = (new HttpServerConfig())
    ->addListener('127.0.0.1', setting('TA_PORT', 0))
    ->setBacklog(1024)
    ->setMaxBodySize(setting('TA_MAX_BODY', 0))
    ->setReadTimeout(setting('TA_READ_TIMEOUT', 30))
    ->setKeepAliveTimeout(setting('TA_KEEP_ALIVE_TIMEOUT', 30));

(new HttpServer($config))->addHttpHandler(answer(...))->start();
