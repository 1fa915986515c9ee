<?php
/** Two servers with their own listeners and handlers in one process. */
declare(strict_types=1);

use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

$servers = [];
foreach (['first' => 'TA_PORT', 'second' => 'TA_SECOND_PORT'] as $name => $variable) {
    $server = new HttpServer(new HttpServerConfig('127.0.0.1', (int) getenv($variable)));
    $server->addHttpHandler(function ($request, $response) use ($server, $name) {
        $response->setBody($name);
        if ($request->getPath() === '/stop') {
            $server->stop();
        }
    });
    $servers[$name] = $server;
}
$waits = [];
foreach ($servers as $name => $server) {
    $waits[] = Async\spawn(function () use ($server, $name) {
        $server->start();
        echo "$name has stopped\n";
    });
}
foreach ($waits as $wait) {
    Async\await($wait);
}
echo "both have stopped\n";
