--TEST--
setLogSeverity() takes any LogSeverity and nothing else; OFF is the default
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpServerConfig;
use TrueAsync\LogSeverity;

$config = new HttpServerConfig();
var_dump($config->getLogSeverity());
foreach (LogSeverity::cases() as $severity) {
    var_dump($config->setLogSeverity($severity)->getLogSeverity() === $severity);
}
refusal('a number', fn() => $config->setLogSeverity(9));
refusal('a name', fn() => $config->setLogSeverity('INFO'));
refusal('null', fn() => $config->setLogSeverity(null));
var_dump($config->getLogSeverity());
?>
--EXPECT--
enum(TrueAsync\LogSeverity::OFF)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
a number: TypeError
a name: TypeError
null: TypeError
enum(TrueAsync\LogSeverity::ERROR)
