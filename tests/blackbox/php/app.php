<?php
/**
 * The server most black-box tests talk to: one route per behaviour.
 *
 * TA_PORT is where it listens on 127.0.0.1, TA_UNIX a socket it listens on as well.
 * After start() has returned it prints how many requests its handler has begun and ended.
 */
declare(strict_types=1);

use TrueAsync\HttpException;
use TrueAsync\HttpRequest;
use TrueAsync\HttpResponse;
use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

require __DIR__ . '/pattern.inc';

/** A setting of this run, from the environment. */
function setting(string $name): ?int
{
    $value = getenv($name);
    return $value === false ? null : (int) $value;
}

$config = (new HttpServerConfig())->addListener('127.0.0.1', setting('TA_PORT'));
if (is_string($unix = getenv('TA_UNIX'))) {
    $config->addUnixListener($unix);
}
$config->setBacklog(1024);
$config->setMaxBodySize(setting('TA_MAX_BODY') ?? 4 * 1024 * 1024);
$config->setReadTimeout(setting('TA_READ_TIMEOUT') ?? 30);
$config->setKeepAliveTimeout(setting('TA_KEEP_ALIVE_TIMEOUT') ?? 30);
$config->setShutdownTimeout(setting('TA_SHUTDOWN_TIMEOUT') ?? 10);
$config->setMaxConnections(setting('TA_MAX_CONNECTIONS') ?? 0);

$begun = $ended = 0;
$background = 0;

function recurse(int $depth): int
{
    return recurse($depth + 1) + 1;
}

/** Ends the calling coroutine the hard way, without an exception and without `finally`. */
function fatal_error(): never
{
    // More than memory_limit in one piece: an E_ERROR at run time.
    str_repeat('x', 1 << 33);
}

$server = new HttpServer($config);
$server->addHttpHandler(function (HttpRequest $request, HttpResponse $response) use ($server, &$begun, &$ended, &$background) {
    $begun++;
    $number = fn(string $name): int => (int) $request->getQueryParam($name, 0);
    try {
        switch ($request->getPath()) {
            case '/':
                $response->setBody('hello');
                break;
            case '/echo':
                $response->setHeader('content-type', 'application/octet-stream')->setBody($request->getBody());
                break;
            case '/describe':
                $response->json([
                    'method' => $request->getMethod(),
                    'uri' => $request->getUri(),
                    'query' => $request->getQuery(),
                    'post' => $request->getPost(),
                    'headers' => $request->getHeaders(),
                    'version' => $request->getHttpVersion(),
                    'length' => strlen($request->getBody()),
                    'sha1' => sha1($request->getBody()),
                ]);
                break;
            case '/pattern':
                $response->setBody(pattern($number('seed'), $number('length')));
                break;
            case '/delay':
                Async\delay($number('ms'));
                $response->setBody('slept ' . $number('ms'));
                break;
            case '/finally':
                try {
                    Async\delay($number('ms'));
                    $response->setBody('slept');
                } finally {
                    echo "finally has run\n";
                }
                break;
            case '/throw':
                throw new RuntimeException('a secret of the application');
            case '/http-exception':
                throw new HttpException('no coffee here', 418);
            case '/exit':
                $response->setHeader('x-lost', '1')->setBody('lost');
                exit(3);
            case '/fatal':
                $response->setHeader('x-lost', '1')->setBody('lost');
                fatal_error();
            case '/late-fatal':
                $response->setHeader('x-lost', '1');
                Async\delay($number('ms'));
                fatal_error();
            case '/spawn-fatal':
                Async\spawn(fatal_error(...));
                $response->end('spawned');
                Async\suspend();
                break;
            case '/user-error':
                $response->setHeader('x-lost', '1')->setBody('lost');
                // Through an internal frame, with live values on the way.
                array_map(function (int $x) {
                    $values = range(1, 10);
                    @trigger_error('the end', E_USER_ERROR);
                }, [1]);
                break;
            case '/compile-error':
                $response->setHeader('x-lost', '1')->setBody('lost');
                eval('function recurse() {}');
                break;
            case '/destructor':
                $object = new class {
                    public function __destruct()
                    {
                        echo "destructor has run\n";
                    }
                };
                Async\delay($number('ms'));
                unset($object);
                $response->setBody('with a destructor');
                break;
            case '/oom':
                $hoard = [];
                while (true) {
                    $hoard[] = str_repeat('x', 1024 * 1024);
                }
            case '/recurse':
                $response->setBody((string) recurse(0));
                break;
            case '/spawn':
                Async\spawn(function () use (&$background, $number) {
                    Async\delay($number('ms'));
                    $background++;
                });
                $response->setBody('spawned');
                break;
            case '/spawned':
                $response->setBody((string) $background);
                break;
            case '/spawn-many':
                $made = 0;
                $coroutines = [];
                try {
                    while ($made < $number('count')) {
                        $coroutines[] = Async\spawn(fn() => Async\delay(100));
                        $made++;
                    }
                    $response->setBody("made $made");
                } catch (Async\AsyncException $error) {
                    $response->setBody("refused after $made: " . $error->getMessage());
                }
                foreach ($coroutines as $coroutine) {
                    Async\await($coroutine);
                }
                break;
            case '/stop':
                $server->stop();
                $response->setBody('stopping');
                break;
            case '/early-end':
                $response->end('early');
                Async\delay($number('ms'));
                break;
            default:
                throw new HttpException('', 404);
        }
    } finally {
        $ended++;
    }
});

var_dump($server->start());
echo "begun $begun, ended $ended\n";
