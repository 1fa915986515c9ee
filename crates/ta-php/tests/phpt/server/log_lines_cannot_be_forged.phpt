--TEST--
Line ends in an exception message do not start new log lines
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$log = fopen('php://temp', 'w+');
serve(fn() => throw new RuntimeException("first\r\n2026-01-01T00:00:00.000Z ERROR forged\x1b[31m"), get('/'),
    fn($config) => $config->setLogStream($log)->setLogSeverity(TrueAsync\LogSeverity::ERROR));
rewind($log);
$text = stream_get_contents($log);
var_dump(count(preg_grep('~forged~', explode("\n", $text))), (bool) preg_match('~^2026-01-01T00:00:00~m', $text), str_contains($text, "\x1b"), str_contains($text, "\r"));
?>
--EXPECT--
int(1)
bool(false)
bool(false)
bool(false)
