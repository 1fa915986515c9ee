--TEST--
A new configuration has the documented defaults, no listener, and is not locked
--EXTENSIONS--
true_async_server
--FILE--
<?php
use TrueAsync\HttpServerConfig;

$config = new HttpServerConfig();
var_dump(
    $config->getListeners(),
    $config->isTlsEnabled(),
    $config->isHttp2Enabled(),
    $config->isWebSocketEnabled(),
    $config->isProtocolDetectionEnabled(),
    $config->isBodyStreamingEnabled(),
    $config->isAutoAwaitBodyEnabled(),
    $config->getLogStream(),
    $config->isLocked(),
    $config->getJsonEncodeFlags() === (JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES),
);
?>
--EXPECT--
array(0) {
}
bool(false)
bool(false)
bool(false)
bool(false)
bool(false)
bool(true)
NULL
bool(false)
bool(true)
