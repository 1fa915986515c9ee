--TEST--
The same object starts again on the same port with the same handler
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

$port = free_port();
$server = new HttpServer(new HttpServerConfig('127.0.0.1', $port));
$served = 0;
$server->addHttpHandler(function ($request, $response) use ($server, &$served) {
    $response->setBody('request ' . ++$served);
    $server->stop();
});
for ($round = 1; $round <= 3; $round++) {
    $client = new Client('$c = connect(); send($c, $args[0]); return recv_all($c);', $port, [get('/')]);
    var_dump($server->start(), $server->isRunning());
    echo responses($client->result())[0]['body'], "\n";
}
?>
--EXPECT--
bool(true)
bool(false)
request 1
bool(true)
bool(false)
request 2
bool(true)
bool(false)
request 3
