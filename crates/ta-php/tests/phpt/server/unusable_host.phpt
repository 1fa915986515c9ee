--TEST--
A host that cannot be used fails in start() with its name
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

// 192.0.2.1 is TEST-NET (RFC 5737), no interface has it; 999.1.1.1 is no address at all.
foreach (['192.0.2.1', '999.1.1.1'] as $host) {
    $port = free_port();
    $server = new HttpServer(new HttpServerConfig($host, $port));
    $server->addHttpHandler(fn() => null);
    try {
        $server->start();
        echo "started\n";
    } catch (TrueAsync\HttpServerRuntimeException $e) {
        echo str_contains($e->getMessage(), "$host:$port") ? 'named' : $e->getMessage(), "\n";
    }
}
?>
--EXPECT--
named
named
