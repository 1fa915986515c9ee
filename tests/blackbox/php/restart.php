<?php
/** One server object, started three times in a row; each run ends itself from its handler. */
declare(strict_types=1);

use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

$server = new HttpServer(new HttpServerConfig('127.0.0.1', (int) getenv('TA_PORT')));
for ($round = 1; $round <= 3; $round++) {
    $server->addHttpHandler(function ($request, $response) use ($server, $round) {
        $response->setBody("round $round");
        if ($request->getPath() === '/stop') {
            $server->stop();
        }
    });
    $server->start();
    echo "round $round is over\n";
}
