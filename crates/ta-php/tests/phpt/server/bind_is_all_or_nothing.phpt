--TEST--
When one listener fails, nothing stays bound
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

[$free, $taken, $path] = [free_port(), free_port(), free_socket_path()];
$squatter = stream_socket_server("tcp://127.0.0.1:$taken");
$config = (new HttpServerConfig())->addListener('127.0.0.1', $free)->addUnixListener($path)->addListener('127.0.0.1', $taken);
$server = new HttpServer($config);
$server->addHttpHandler(fn() => null);
try {
    $server->start();
} catch (TrueAsync\HttpServerRuntimeException $e) {
    echo str_contains($e->getMessage(), "127.0.0.1:$taken") ? 'names the taken one' : $e->getMessage(), "\n";
}
var_dump($server->isRunning(), file_exists($path));
$probe = stream_socket_server("tcp://127.0.0.1:$free");
echo $probe === false ? 'still bound' : 'free again', "\n";
?>
--EXPECT--
names the taken one
bool(false)
bool(false)
free again
