--TEST--
Inside a coroutine start() suspends that coroutine only
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

$port = free_port();
$server = new HttpServer(new HttpServerConfig('127.0.0.1', $port));
$log = [];
$server->addHttpHandler(function ($request, $response) use ($server, &$log) {
    $log[] = 'handler';
    $response->setBody('from a coroutine');
    $server->stop();
});
$client = new Client('$c = connect(); send($c, $args[0]); return recv_all($c);', $port, [get('/')]);
$running = Async\spawn(fn() => $server->start());
$ticker = Async\spawn(function () use ($server, &$log) {
    $log[] = 'ticker sees ' . ($server->isRunning() ? 'a running server' : 'nothing');
    while ($server->isRunning()) {
        Async\delay(5);
    }
    return 'ticker sees the end';
});
$log[] = 'main before await, running: ' . var_export($server->isRunning(), true);
$log[] = 'start() returned ' . var_export(Async\await($running), true);
$log[] = Async\await($ticker);
$log[] = 'running: ' . var_export($server->isRunning(), true);
echo implode("\n", $log), "\n", responses($client->result())[0]['body'], "\n";
?>
--EXPECT--
main before await, running: false
ticker sees a running server
handler
start() returned true
ticker sees the end
running: false
from a coroutine
