--TEST--
A server that is never started holds nothing and does not keep the script alive
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
echo @stream_socket_server("tcp://127.0.0.1:$port") === false ? 'bound' : 'not bound', "\n";
echo "end\n";
?>
--EXPECT--
not bound
end
