<?php
/*
 * Serves a directory without running PHP for any of its files:
 *
 *     php examples/files.php /srv/www
 */

use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;
use TrueAsync\StaticHandler;

[$host, $port] = explode(':', getenv('TRUE_ASYNC_LISTEN') ?: '127.0.0.1:8080');

$server = new HttpServer(new HttpServerConfig($host, (int) $port));
$server->addStaticHandler(
    (new StaticHandler('/', realpath($argv[1] ?? getcwd())))
        ->enablePrecompressed('zstd', 'br', 'gzip')
        ->setBrowseEnabled(true)
);
$server->start();
