--TEST--
Every setter, add and enable method returns the same instance
--EXTENSIONS--
true_async_server
--FILE--
<?php
use TrueAsync\HttpServerConfig;
use TrueAsync\LogSeverity;

$config = new HttpServerConfig();
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
    if ($config->$method(...$arguments) !== $config) {
        echo "$method() returns something else\n";
    }
}
echo count($calls), " methods\n";
?>
--EXPECT--
19 methods
