--TEST--
Reflection cannot make half-built objects, and constructors cannot be called a second time to change locked state
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

foreach ([HttpServer::class, HttpServerConfig::class, TrueAsync\HttpRequest::class, TrueAsync\HttpResponse::class, Async\Coroutine::class] as $class) {
    refusal($class, fn() => (new ReflectionClass($class))->newInstanceWithoutConstructor());
}
$config = (new HttpServerConfig('127.0.0.1', 8001))->setBacklog(5);
$server = new HttpServer($config);
try {
    $config->__construct('127.0.0.1', 9999);
} catch (Throwable $e) {
}
var_dump(count($config->getListeners()), $config->getListeners()[0]['port'], $config->getBacklog(), $config->isLocked());
$other = new HttpServerConfig('127.0.0.1', 8002);
try {
    $server->__construct($other);
} catch (Throwable $e) {
}
var_dump($server->getConfig()->isLocked(), $server->isRunning());
?>
--EXPECT--
TrueAsync\HttpServer: ReflectionException
TrueAsync\HttpServerConfig: ReflectionException
TrueAsync\HttpRequest: ReflectionException
TrueAsync\HttpResponse: ReflectionException
Async\Coroutine: ReflectionException
int(1)
int(8001)
int(5)
bool(true)
bool(true)
bool(false)
