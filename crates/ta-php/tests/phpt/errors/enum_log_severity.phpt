--TEST--
LogSeverity carries OpenTelemetry severity numbers
--EXTENSIONS--
true_async_server
--FILE--
<?php
use TrueAsync\LogSeverity;

foreach (LogSeverity::cases() as $case) {
    echo $case->name, ' ', $case->value, "\n";
}
var_dump(LogSeverity::from(13) === LogSeverity::WARN, LogSeverity::tryFrom(1), LogSeverity::OFF instanceof BackedEnum);
?>
--EXPECT--
OFF 0
DEBUG 5
INFO 9
WARN 13
ERROR 17
bool(true)
NULL
bool(true)
