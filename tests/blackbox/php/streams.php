<?php
/**
 * Responses that are streamed, one route per behaviour. TA_PORT is where it listens on 127.0.0.1.
 */
declare(strict_types=1);

use TrueAsync\HttpRequest;
use TrueAsync\HttpResponse;
use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

$server = new HttpServer((new HttpServerConfig())->addListener('127.0.0.1', (int) getenv('TA_PORT')));
$server->addHttpHandler(function (HttpRequest $request, HttpResponse $response) {
    $number = fn(string $name): int => (int) $request->getQueryParam($name, 0);
    switch ($request->getPath()) {
        case '/':
            $response->setBody('hello');
            break;
        case '/flood':
            // Of one string or of a new one each time.
            $chunk = str_repeat('f', $number('chunk'));
            for ($left = $number('count'); $left > 0; $left--) {
                $response->write($request->hasHeader('x-new') ? str_repeat('f', $number('chunk')) : $chunk);
            }
            break;
        case '/slowly':
            $response->setHeader('content-type', 'text/plain');
            foreach (['one ', 'two ', 'three'] as $part) {
                $response->write($part);
                Async\delay(5);
            }
            $response->setTrailer('x-count', '3');
            break;
        case '/declared':
            $response->setHeader('content-length', '10')->write('12345');
            Async\delay(5);
            $response->end($number('short') ? null : '67890');
            break;
        case '/hints':
            $response->sendEarlyHints(['/style.css' => ['rel' => 'preload', 'as' => 'style']]);
            Async\delay(5);
            $response->setBody('with a style');
            break;
        case '/abort':
            $response->write('some of it');
            Async\delay(5);
            $response->abort();
            break;
        case '/throw':
            $response->write('some of it');
            throw new RuntimeException('on purpose');
    }
});
$server->start();
