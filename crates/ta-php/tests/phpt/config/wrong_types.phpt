--TEST--
Numbers in strings are coerced in weak mode; other types are TypeErrors, missing arguments ArgumentCountErrors
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpServerConfig;

$config = new HttpServerConfig();
var_dump($config->setBacklog('256')->getBacklog());
var_dump($config->setReadTimeout(12.0)->getReadTimeout());
var_dump($config->enableTls(1)->isTlsEnabled());
refusal('text for a number', fn() => $config->setBacklog('many'));
refusal('array for a number', fn() => $config->setMaxBodySize([]));
refusal('object for a number', fn() => $config->setReadTimeout(new stdClass()));
refusal('array for a host', fn() => $config->addListener([], 80));
refusal('text for a port', fn() => $config->addListener('127.0.0.1', 'http'));
refusal('array for a flag', fn() => $config->enableTls([]));
refusal('nothing', fn() => $config->setBacklog());
refusal('no port', fn() => $config->addListener('127.0.0.1'));
refusal('too many', fn() => $config->getBacklog(1));
var_dump($config->getBacklog(), $config->getListeners());
?>
--EXPECT--
int(256)
int(12)
bool(true)
text for a number: TypeError
array for a number: TypeError
object for a number: TypeError
array for a host: TypeError
text for a port: TypeError
array for a flag: TypeError
nothing: ArgumentCountError
no port: ArgumentCountError
too many: ArgumentCountError
int(256)
array(0) {
}
