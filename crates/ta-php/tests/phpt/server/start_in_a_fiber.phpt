--TEST--
start() inside a user fiber at top level serves and returns into the fiber
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

$port = free_port();
$server = new HttpServer(new HttpServerConfig('127.0.0.1', $port));
$server->addHttpHandler(function ($request, $response) use ($server) {
    $response->setBody('from under a fiber');
    $server->stop();
});
$client = new Client('$c = connect(); send($c, $args[0]); return recv_all($c);', $port, [get('/')]);
$fiber = new Fiber(function () use ($server) {
    $result = $server->start();
    return Fiber::suspend($result);
});
var_dump($fiber->start());
$fiber->resume('and back');
echo $fiber->getReturn(), "\n", responses($client->result())[0]['body'], "\n";
?>
--EXPECT--
bool(true)
and back
from under a fiber
