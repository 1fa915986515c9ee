--TEST--
enableHttp2(true) and enableWebSocket(true) point to the methods that do it; false is a no-op
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpServerConfig;

$config = new HttpServerConfig();
attempt('http2 off', fn() => $config->enableHttp2(false));
attempt('http2 on', fn() => $config->enableHttp2(true));
attempt('websocket off', fn() => $config->enableWebSocket(false));
attempt('websocket on', fn() => $config->enableWebSocket(true));
var_dump($config->isHttp2Enabled(), $config->isWebSocketEnabled());
?>
--EXPECT--
http2 off: ok
http2 on: TrueAsync\HttpServerRuntimeException: Use addHttp2Listener() / addHttp2Handler() to enable HTTP/2
websocket off: ok
websocket on: TrueAsync\HttpServerRuntimeException: Use addWebSocketHandler() to enable WebSocket
bool(false)
bool(false)
