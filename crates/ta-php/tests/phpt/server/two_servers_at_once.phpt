--TEST--
Two servers run side by side in one process, each with its own configuration and end
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

$ports = [free_port(), free_port()];
$servers = [];
foreach ($ports as $number => $port) {
    $server = $servers[] = new HttpServer((new HttpServerConfig('127.0.0.1', $port))->setMaxBodySize(1024 + $number));
    $server->addHttpHandler(function ($request, $response) use ($server, $number) {
        $response->setBody("server $number, limit " . $server->getConfig()->getMaxBodySize());
        $server->stop();
    });
}
$clients = array_map(fn($port) => new Client('$c = connect(); send($c, $args[0]); return recv_all($c);', $port, [get('/')]), $ports);
$runs = array_map(fn($server) => Async\spawn(fn() => $server->start()), $servers);
foreach ($runs as $run) {
    var_dump(Async\await($run));
}
foreach ($clients as $client) {
    echo responses($client->result())[0]['body'], "\n";
}
?>
--EXPECT--
bool(true)
bool(true)
server 0, limit 1024
server 1, limit 1025
