--TEST--
The constructor takes exactly one configuration, which it locks and gives back
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

$config = new HttpServerConfig();
$server = new HttpServer($config);
var_dump($config->isLocked(), $server->getConfig() === $config, $server->isRunning());
refusal('nothing', fn() => new HttpServer());
refusal('null', fn() => new HttpServer(null));
refusal('an array', fn() => new HttpServer(['port' => 80]));
refusal('two', fn() => new HttpServer(new HttpServerConfig(), new HttpServerConfig()));
?>
--EXPECT--
bool(true)
bool(true)
bool(false)
nothing: ArgumentCountError
null: TypeError
an array: TypeError
two: ArgumentCountError
