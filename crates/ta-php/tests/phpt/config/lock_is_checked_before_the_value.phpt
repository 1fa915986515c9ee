--TEST--
On a locked configuration a bad value is reported as the lock, not as the value
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

$config = new HttpServerConfig();
$server = new HttpServer($config);
refusal('backlog 0', fn() => $config->setBacklog(0));
refusal('port 0', fn() => $config->addListener('127.0.0.1', 0));
refusal('empty path', fn() => $config->addUnixListener(''));
refusal('negative timeout', fn() => $config->setWriteTimeout(-1));
refusal('text as a log stream', fn() => $config->setLogStream('text'));
attempt('http2', fn() => $config->enableHttp2(true));
refusal('wrong type comes first', fn() => $config->setBacklog([]));
?>
--EXPECT--
backlog 0: TrueAsync\HttpServerRuntimeException
port 0: TrueAsync\HttpServerRuntimeException
empty path: TrueAsync\HttpServerRuntimeException
negative timeout: TrueAsync\HttpServerRuntimeException
text as a log stream: TrueAsync\HttpServerRuntimeException
http2: TrueAsync\HttpServerRuntimeException: Cannot modify HttpServerConfig after server has started
wrong type comes first: TypeError
