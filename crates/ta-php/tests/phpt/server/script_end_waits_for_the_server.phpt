--TEST--
A server started in a coroutine keeps the script alive after its main code has ended
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
    $response->setBody('late');
    $server->stop();
});
$client = new Client('$c = connect(); send($c, $args[0]); return recv_all($c);', $port, [get('/')]);
Async\spawn(function () use ($server, $client) {
    var_dump($server->start());
    echo responses($client->result())[0]['body'], "\n";
});
echo "main ends\n";
?>
--EXPECT--
main ends
bool(true)
late
