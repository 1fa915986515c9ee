--TEST--
Cancelling the coroutine that waits in start() stops the server and the cancellation goes on
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

$port = free_port();
$server = new HttpServer(new HttpServerConfig('127.0.0.1', $port));
$server->addHttpHandler(fn() => null);
$running = Async\spawn(function () use ($server) {
    try {
        $server->start();
        echo "start() returned\n";
    } finally {
        echo 'left start(), running: ', var_export($server->isRunning(), true), "\n";
    }
});
Async\delay(5);
var_dump($server->isRunning());
$running->cancel(new Async\AsyncCancellation('enough'));
try {
    Async\await($running);
} catch (Async\AsyncCancellation $e) {
    echo $e->getMessage(), "\n";
}
$probe = @stream_socket_server("tcp://127.0.0.1:$port");
echo $probe === false ? 'still bound' : 'port is free', "\n";
?>
--EXPECT--
bool(true)
left start(), running: false
enough
port is free
