--TEST--
Switches store a flag
--EXTENSIONS--
true_async_server
--FILE--
<?php
use TrueAsync\HttpServerConfig;

$config = new HttpServerConfig();
var_dump($config->enableTls(true)->isTlsEnabled(), $config->enableTls(false)->isTlsEnabled());
var_dump($config->enableProtocolDetection(true)->isProtocolDetectionEnabled());
var_dump($config->enableProtocolDetection(false)->isProtocolDetectionEnabled());
var_dump($config->setBodyStreamingEnabled(true)->isBodyStreamingEnabled(), $config->setBodyStreamingEnabled(false)->isBodyStreamingEnabled());
var_dump($config->setAutoAwaitBody(false)->isAutoAwaitBodyEnabled(), $config->setAutoAwaitBody(true)->isAutoAwaitBodyEnabled());
// A flag for the whole configuration, not for its listeners.
$config->addListener('127.0.0.1', 80)->enableTls(true);
var_dump($config->getListeners()[0]['tls']);
?>
--EXPECT--
bool(true)
bool(false)
bool(true)
bool(false)
bool(true)
bool(false)
bool(false)
bool(true)
bool(false)
