--TEST--
Two configurations share nothing; locking one leaves the other open
--EXTENSIONS--
true_async_server
--FILE--
<?php
use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

$one = (new HttpServerConfig('127.0.0.1', 8001))->setBacklog(10);
$two = new HttpServerConfig();
$server = new HttpServer($one);
$two->setBacklog(20)->addListener('127.0.0.1', 8002)->addListener('127.0.0.1', 8003);
var_dump($one->getBacklog(), $two->getBacklog(), count($one->getListeners()), count($two->getListeners()));
var_dump($one->isLocked(), $two->isLocked());
?>
--EXPECT--
int(10)
int(20)
int(1)
int(2)
bool(true)
bool(false)
