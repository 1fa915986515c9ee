--TEST--
isRunning() is true inside a handler and false before start() and after it; start() and stop() return true
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

$port = free_port();
$config = new HttpServerConfig('127.0.0.1', $port);
$server = new HttpServer($config);
$seen = [];
$server->addHttpHandler(function ($request, $response) use ($server, $config, &$seen) {
    $seen['running'] = $server->isRunning();
    $seen['same config'] = $server->getConfig() === $config;
    $seen['stop'] = $server->stop();
    $response->setBody('bye');
});
$seen['before'] = $server->isRunning();
$client = new Client('$c = connect(); send($c, $args[0]); return recv_all($c);', $port, [get('/')]);
$seen['start'] = $server->start();
$seen['after'] = $server->isRunning();
$seen['stop again'] = $server->stop();
show($client->result());
foreach ($seen as $what => $value) {
    echo $what, ': ', var_export($value, true), "\n";
}
?>
--EXPECT--
HTTP/1.1 200 OK
content-length: 3

bye

before: false
running: true
same config: true
stop: true
start: true
after: false
stop again: true
