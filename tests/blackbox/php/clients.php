<?php
/**
 * The server of `cargo xtask soak --clients`: every request goes through a database, another server, a file or a
 * process, in PHP's own words for it, and comes back as it went in.
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
require __DIR__ . '/services.inc';
require __DIR__ . '/conversations.inc';
require __DIR__ . '/accidents.inc';

/** Lets go of everything that is kept for later. */
function drain(Pools $pools): string
{
    // ext/pgsql keeps the last connection as the one to use when none is named.
    @pg_close();
    return (string) $pools->drain();
}

$directory = sys_get_temp_dir() . '/ta-clients-' . getmypid();
mkdir($directory);
(new PDO("sqlite:$directory/db"))->exec('CREATE TABLE parts (id INTEGER PRIMARY KEY, part TEXT)');
$pools = new Pools();

$config = new HttpServerConfig('127.0.0.1', (int) getenv('TA_PORT'));
// An exception in a handler is a failure of the soak: its text must be seen.
$config->setBacklog(1024)->setKeepAliveTimeout(60)->setLogSeverity(LogSeverity::ERROR);
$server = new HttpServer($config);

$server->addHttpHandler(function (HttpRequest $request, HttpResponse $response) use ($pools, $directory) {
    $seed = (int) $request->getQueryParam('seed', 0);
    $whole = pattern($seed, (int) $request->getQueryParam('length', 0));
    $normal = new Conversations($seed, $pools, $directory);
    $accidents = new Accidents($normal);
    $response->setBody(match ($request->getPath()) {
        '/mysqli' => $normal->mysqli($whole),
        '/pdo-mysql' => $normal->pdoMysql($whole),
        '/pdo-pgsql' => $normal->pdoPgsql($whole),
        '/pgsql' => $normal->pgsql($whole),
        '/sqlite' => $normal->sqlite($whole),
        '/redis' => $normal->redis($whole),
        '/curl' => $normal->curl($whole),
        '/curl-multi' => $normal->curlMulti($whole),
        '/http' => $normal->http($whole),
        '/https' => $normal->https($whole),
        '/files' => $normal->files($whole),
        '/names' => $normal->names($whole),
        '/pair' => $normal->pair($whole),
        '/sleep' => $normal->sleep($whole),
        '/exec' => $normal->exec($whole),
        '/process' => $normal->process($whole),
        '/together' => $normal->together($whole),
        '/killed' => $accidents->killed($whole),
        '/interrupted' => $accidents->interrupted($whole),
        '/cut' => $accidents->cut($whole),
        '/drain' => drain($pools),
        '/census' => census(),
        default => throw new HttpException('', 404),
    });
});

$server->start();
array_map(unlink(...), glob("$directory/*"));
rmdir($directory);
