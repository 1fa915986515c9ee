--TEST--
Two servers may be built from one configuration; it outlives both
--EXTENSIONS--
true_async_server
--FILE--
<?php
use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

$config = (new HttpServerConfig('127.0.0.1', 8080))->setBacklog(9);
$one = new HttpServer($config);
$two = new HttpServer($config);
var_dump($one->getConfig() === $two->getConfig());
unset($one, $two);
var_dump($config->getBacklog());
$server = new HttpServer($config);
unset($config);
var_dump($server->getConfig()->getBacklog(), $server->getConfig()->isLocked());
?>
--EXPECT--
bool(true)
int(9)
int(9)
bool(true)
