--TEST--
The log gets class and message of what a handler threw, in the plain format, from ERROR on
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\LogSeverity;

foreach ([LogSeverity::ERROR, LogSeverity::INFO, LogSeverity::OFF] as $severity) {
    $log = fopen('php://temp', 'w+');
    serve(fn() => throw new DomainException('secret-42'), get('/'), fn($config) => $config->setLogStream($log)->setLogSeverity($severity));
    rewind($log);
    $lines = preg_grep('~secret-42~', explode("\n", stream_get_contents($log)));
    echo $severity->name, ': ', count($lines), "\n";
    foreach ($lines as $line) {
        echo preg_match('~^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z ERROR ~', $line) && str_contains($line, 'DomainException') ? 'as documented' : $line, "\n";
    }
}
?>
--EXPECT--
ERROR: 1
as documented
INFO: 1
as documented
OFF: 0
