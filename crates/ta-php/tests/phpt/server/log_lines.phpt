--TEST--
Start and stop are logged at INFO in the plain format
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\LogSeverity;

foreach ([LogSeverity::INFO, LogSeverity::WARN] as $severity) {
    $log = fopen('php://temp', 'w+');
    serve(fn() => null, get('/'), fn($config) => $config->setLogStream($log)->setLogSeverity($severity)->setBacklog(77)->setMaxConnections(9));
    rewind($log);
    echo $severity->name, ":\n", stream_get_contents($log);
}
?>
--EXPECTF--
INFO:
%d-%d-%dT%d:%d:%d.%dZ INFO server.start backlog=77 max_connections=9%S
%A%d-%d-%dT%d:%d:%d.%dZ INFO server.stop%S
WARN:
