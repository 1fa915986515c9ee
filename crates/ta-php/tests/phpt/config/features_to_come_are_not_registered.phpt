--TEST--
A setting whose feature does not exist yet has no method that pretends
--EXTENSIONS--
true_async_server
--FILE--
<?php
use TrueAsync\HttpServerConfig;

$absent = [
    'setWorkers', 'getWorkers', 'setBootloader', 'enableHotReload', 'enableReloadOnSignal', 'addHttp2Listener',
    'addHttp3Listener', 'setCertificate', 'setPrivateKey', 'setCompressionEnabled', 'setCompressionLevel',
    'getSupportedEncodings', 'setTelemetryEnabled', 'setWsMaxMessageSize', 'setHttp3IdleTimeoutMs', 'setLogSinks',
];
foreach ($absent as $method) {
    if (method_exists(HttpServerConfig::class, $method)) {
        echo "$method() is there\n";
    }
}
echo count($absent), " looked for\n";
?>
--EXPECT--
16 looked for
