--TEST--
A server's configuration is locked: every setter throws, every getter goes on working
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;
use TrueAsync\LogSeverity;

$config = (new HttpServerConfig('127.0.0.1', 8123))->setBacklog(7);
$server = new HttpServer($config);
var_dump($config->isLocked());
$calls = [
    'addListener' => ['127.0.0.1', 80],
    'addHttp1Listener' => ['127.0.0.1', 81],
    'addUnixListener' => ['/run/x.sock'],
    'setBacklog' => [1],
    'setMaxConnections' => [1],
    'setReadTimeout' => [1],
    'setWriteTimeout' => [1],
    'setKeepAliveTimeout' => [1],
    'setShutdownTimeout' => [1],
    'setMaxBodySize' => [1024],
    'setStreamWriteBufferBytes' => [4096],
    'setWriteBufferSize' => [1024],
    'setJsonEncodeFlags' => [0],
    'enableTls' => [true],
    'enableHttp2' => [false],
    'enableWebSocket' => [false],
    'enableProtocolDetection' => [true],
    'setLogSeverity' => [LogSeverity::INFO],
    'setLogStream' => [null],
];
foreach ($calls as $method => $arguments) {
    attempt($method, fn() => $config->$method(...$arguments));
}
var_dump(
    $config->getBacklog(),
    count($config->getListeners()),
    $config->getMaxConnections(),
    $config->getReadTimeout(),
    $config->getWriteTimeout(),
    $config->getKeepAliveTimeout(),
    $config->getShutdownTimeout(),
    $config->getMaxBodySize(),
    $config->getWriteBufferSize(),
    $config->getJsonEncodeFlags(),
    $config->isTlsEnabled(),
    $config->isProtocolDetectionEnabled(),
    $config->getLogSeverity()->name,
);
unset($server);
var_dump($config->isLocked());
?>
--EXPECT--
bool(true)
addListener: TrueAsync\HttpServerRuntimeException: Cannot modify HttpServerConfig after server has started
addHttp1Listener: TrueAsync\HttpServerRuntimeException: Cannot modify HttpServerConfig after server has started
addUnixListener: TrueAsync\HttpServerRuntimeException: Cannot modify HttpServerConfig after server has started
setBacklog: TrueAsync\HttpServerRuntimeException: Cannot modify HttpServerConfig after server has started
setMaxConnections: TrueAsync\HttpServerRuntimeException: Cannot modify HttpServerConfig after server has started
setReadTimeout: TrueAsync\HttpServerRuntimeException: Cannot modify HttpServerConfig after server has started
setWriteTimeout: TrueAsync\HttpServerRuntimeException: Cannot modify HttpServerConfig after server has started
setKeepAliveTimeout: TrueAsync\HttpServerRuntimeException: Cannot modify HttpServerConfig after server has started
setShutdownTimeout: TrueAsync\HttpServerRuntimeException: Cannot modify HttpServerConfig after server has started
setMaxBodySize: TrueAsync\HttpServerRuntimeException: Cannot modify HttpServerConfig after server has started
setStreamWriteBufferBytes: TrueAsync\HttpServerRuntimeException: Cannot modify HttpServerConfig after server has started
setWriteBufferSize: TrueAsync\HttpServerRuntimeException: Cannot modify HttpServerConfig after server has started
setJsonEncodeFlags: TrueAsync\HttpServerRuntimeException: Cannot modify HttpServerConfig after server has started
enableTls: TrueAsync\HttpServerRuntimeException: Cannot modify HttpServerConfig after server has started
enableHttp2: TrueAsync\HttpServerRuntimeException: Cannot modify HttpServerConfig after server has started
enableWebSocket: TrueAsync\HttpServerRuntimeException: Cannot modify HttpServerConfig after server has started
enableProtocolDetection: TrueAsync\HttpServerRuntimeException: Cannot modify HttpServerConfig after server has started
setLogSeverity: TrueAsync\HttpServerRuntimeException: Cannot modify HttpServerConfig after server has started
setLogStream: TrueAsync\HttpServerRuntimeException: Cannot modify HttpServerConfig after server has started
int(7)
int(1)
int(0)
int(30)
int(30)
int(5)
int(5)
int(10485760)
int(65536)
int(320)
bool(false)
bool(false)
string(3) "OFF"
bool(true)
