--TEST--
Changing the array from getListeners() does not change the configuration
--EXTENSIONS--
true_async_server
--FILE--
<?php
use TrueAsync\HttpServerConfig;

$config = new HttpServerConfig('127.0.0.1', 8001);
$rows = $config->getListeners();
$rows[0]['port'] = 1;
$rows[] = 'more';
var_dump(count($config->getListeners()), $config->getListeners()[0]['port']);
?>
--EXPECT--
int(1)
int(8001)
