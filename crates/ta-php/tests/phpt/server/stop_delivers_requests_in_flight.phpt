--TEST--
stop() lets a running handler finish: its answer is delivered, new connections are refused, then start() returns
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
$server->addHttpHandler(function ($request, $response) use ($server, $port, &$log) {
    Async\spawn(function () use ($server, $port, &$log) {
        $log[] = 'stop: ' . var_export($server->stop(), true);
        Async\delay(5);
        $refused = @stream_socket_client("tcp://127.0.0.1:$port", $code, $reason, 1) === false;
        $log[] = $refused ? 'new connection refused' : 'new connection accepted';
    });
    for ($turn = 0; count($log) < 2 && $turn < 500; $turn++) {
        Async\delay(5);
    }
    $log[] = 'handler ends';
    $response->setBody('in flight');
});
$client = new Client('$c = connect(); send($c, $args[0]); return recv_all($c);', $port, [get('/', '')]);
$server->start();
$log[] = 'start() returned';
echo implode("\n", $log), "\n";
$response = responses($client->result())[0];
echo $response['body'], ', connection: ', $response['headers']['connection'][0] ?? 'nothing', "\n";
?>
--EXPECT--
stop: true
new connection refused
handler ends
start() returned
in flight, connection: close
