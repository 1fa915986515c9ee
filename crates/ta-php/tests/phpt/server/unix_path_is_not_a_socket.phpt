--TEST--
A regular file in the way of a Unix listener is never deleted
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

$path = free_socket_path();
file_put_contents($path, 'precious');
$server = new HttpServer((new HttpServerConfig())->addUnixListener($path));
$server->addHttpHandler(fn() => null);
refusal('start', fn() => $server->start());
echo file_get_contents($path), "\n";
unlink($path);
?>
--EXPECT--
start: TrueAsync\HttpServerRuntimeException
precious
