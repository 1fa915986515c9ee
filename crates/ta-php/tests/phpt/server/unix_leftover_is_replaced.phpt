--TEST--
A socket file that nobody answers is replaced; one that somebody answers is address in use
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

$path = free_socket_path();
$other = stream_socket_server("unix://$path");
$server = new HttpServer((new HttpServerConfig())->addUnixListener($path));
$server->addHttpHandler(fn() => null);
try {
    $server->start();
    echo "started\n";
} catch (TrueAsync\HttpServerRuntimeException $e) {
    echo preg_match('~in use~i', $e->getMessage()) ? 'in use' : $e->getMessage(), "\n";
}
var_dump(file_exists($path));

// Closing a listening socket leaves its file behind.
fclose($other);
var_dump(file_exists($path));
Async\spawn(function () use ($server) {
    echo $server->isRunning() ? 'took the leftover' : 'not running', "\n";
    $server->stop();
});
$server->start();
var_dump(file_exists($path));
?>
--EXPECT--
in use
bool(true)
bool(true)
took the leftover
bool(false)
