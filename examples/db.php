<?php
/**
 * One request asks three services at once: MySQL through PDO, an HTTP server through curl, and Redis.
 *
 *     cargo xtask serve examples/db.php --with-services
 *     curl 'http://127.0.0.1:8080/?delay=0.5'
 *
 * Each of them takes its time, the seconds of `delay` (0.2 otherwise). The calls are PHP's own, and a call that
 * waits suspends its coroutine only: the answer takes as long as the slowest part, not as long as all of them.
 * A service that is absent costs its own part and makes the status 503.
 *
 * Listens where TRUE_ASYNC_LISTEN (HOST:PORT) says, on 127.0.0.1:8080 otherwise, and looks for the services on
 * the ports TA_MYSQL_PORT, TA_HTTP_PORT and TA_REDIS_PORT of 127.0.0.1. Ctrl-C stops it.
 */

declare(strict_types=1);

use Async\OperationCanceledException;
use Async\Pool;
use TrueAsync\HttpException;
use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

use function Async\await_all;
use function Async\spawn;
use function Async\timeout;

/** Most connections to one service; who needs one more waits for it. */
const MOST_CONNECTIONS = 16;

/** Longest wait for a connection, and for one to be established. */
const CONNECT_SECONDS = 2;

/** Longest time that the services together may take. */
const REQUEST_SECONDS = 5;

/** Idle connections are tried this often, and replaced when they are dead. */
const CHECK_SECONDS = 30;

/** A connection in a pool. */
final class Connection
{
    /** After an error nobody knows what a connection would say next. */
    public bool $isSound = true;

    public function __construct(public readonly object $client) {}
}

/** Connections that outlive the request, made by `$connect` when they are needed. PDO has its own. */
function pool(Closure $connect, Closure $ping): Pool
{
    return new Pool(
        factory: fn() => new Connection($connect()),
        healthcheck: fn(Connection $connection) => (bool) $ping($connection->client),
        beforeRelease: fn(Connection $connection) => $connection->isSound,
        max: MOST_CONNECTIONS,
        healthcheckInterval: CHECK_SECONDS * 1000,
    );
}

/** Lends a connection to `$work`. */
function borrow(Pool $pool, Closure $work): mixed
{
    $connection = $pool->acquire(CONNECT_SECONDS * 1000);
    try {
        return $work($connection->client);
    } catch (Throwable $error) {
        $connection->isSound = false;
        throw $error;
    } finally {
        $pool->release($connection);
    }
}

/** The port of a service, provided that PHP has the extension for it. */
function port(string $variable, string $extension): int
{
    extension_loaded($extension) ?: throw new RuntimeException("PHP lacks the extension $extension");
    return (int) getenv($variable) ?: throw new RuntimeException("$variable is not set");
}

/** Stands for a pool: a coroutine that uses it gets a connection of its own, and gives it back. */
function mysql(): PDO
{
    static $mysql;
    return $mysql ??= new PDO(
        sprintf('mysql:host=127.0.0.1;port=%d;dbname=test', port('TA_MYSQL_PORT', 'pdo_mysql')),
        'test',
        'test',
        [
            PDO::ATTR_TIMEOUT => CONNECT_SECONDS,
            PDO::ATTR_EMULATE_PREPARES => false,
            PDO::ATTR_POOL_ENABLED => true,
            PDO::ATTR_POOL_MAX => MOST_CONNECTIONS,
            PDO::ATTR_POOL_HEALTHCHECK_INTERVAL => CHECK_SECONDS,
            PDO::ATTR_POOL_STMT_CACHE_SIZE => 8,
        ],
    );
}

function connect_redis(): Redis
{
    $port = port('TA_REDIS_PORT', 'redis');
    $redis = new Redis();
    $redis->connect('127.0.0.1', $port, CONNECT_SECONDS);
    return $redis;
}

/** The server's version, in its own time. */
function ask_mysql(PDO $mysql, float $delay): string
{
    $query = $mysql->prepare('SELECT VERSION(), SLEEP(?)');
    $query->execute([$delay]);
    return $query->fetchColumn();
}

/** The number of this visit; then waits for a job that never comes. */
function ask_redis(Redis $redis, float $delay): int
{
    $visit = $redis->incr('example:visits');
    // Not blPop(), which takes whole seconds in phpredis 5; and 0 would be forever.
    $redis->rawCommand('BLPOP', 'example:jobs', (string) max($delay, 0.01));
    return $visit;
}

/** What the HTTP server answers. */
function ask_http(float $delay): string
{
    $curl = curl_init(sprintf('http://127.0.0.1:%d/?delay=%s', port('TA_HTTP_PORT', 'curl'), $delay));
    curl_setopt_array($curl, [
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_FAILONERROR => true,
        CURLOPT_CONNECTTIMEOUT => CONNECT_SECONDS,
        CURLOPT_TIMEOUT => REQUEST_SECONDS,
    ]);
    $body = curl_exec($curl);
    return is_string($body) ? $body : throw new RuntimeException(curl_error($curl));
}

/** What a part of the answer is, and how long it took. */
function timed(Closure $part): array
{
    $start = hrtime(true);
    $value = $part();
    return ['value' => $value, 'ms' => milliseconds($start)];
}

function milliseconds(int $start): float
{
    return round((hrtime(true) - $start) / 1e6, 1);
}

$redis = pool(connect_redis(...), fn(Redis $redis) => $redis->ping());

$listen = getenv('TRUE_ASYNC_LISTEN') ?: '127.0.0.1:8080';
$colon = strrpos($listen, ':');
if ($colon === false) {
    fwrite(STDERR, "TRUE_ASYNC_LISTEN: HOST:PORT is expected, not '$listen'\n");
    exit(2);
}
// An IPv6 address is written in brackets, so that its colons are told from the port's.
$host = trim(substr($listen, 0, $colon), '[]');
$server = new HttpServer((new HttpServerConfig())->addListener($host, (int) substr($listen, $colon + 1)));

$server->addHttpHandler(function ($request, $response) use ($redis) {
    $delay = filter_var($request->getQueryParam('delay', '0.2'), FILTER_VALIDATE_FLOAT);
    if ($delay === false || $delay < 0 || $delay > 3) {
        throw new HttpException('delay is a number of seconds, 0 to 3', 400);
    }
    $start = hrtime(true);
    $parts = [
        'mysql' => fn() => ask_mysql(mysql(), $delay),
        'http' => fn() => ask_http($delay),
        'redis' => fn() => borrow($redis, fn(Redis $redis) => ask_redis($redis, $delay)),
    ];
    $tasks = array_map(fn(Closure $part) => spawn(timed(...), $part), $parts);
    try {
        [$values, $errors] = await_all($tasks, timeout(REQUEST_SECONDS * 1000));
    } catch (OperationCanceledException) {
        // What still runs belongs to this request and ends with it.
        throw new HttpException('the services take too long', 504);
    }
    $failures = array_map(fn(Throwable $error) => ['error' => $error->getMessage()], $errors);
    // The tasks themselves give the order alone: each has a value or a failure.
    $answer = array_replace($tasks, $values, $failures);
    $answer['total_ms'] = milliseconds($start);
    $answer['sum_ms'] = round(array_sum(array_column($values, 'ms')), 1);
    $response->json($answer, $errors ? 503 : 200);
});

$server->start();
