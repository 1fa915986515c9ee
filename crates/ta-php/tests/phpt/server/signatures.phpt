--TEST--
The methods of HttpServer have the documented signatures, and features to come have none
--EXTENSIONS--
true_async_server
--FILE--
<?php
use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

$wanted = [
    '__construct' => 'config: TrueAsync\HttpServerConfig',
    'addHttpHandler' => 'handler: callable -> static',
    'start' => ' -> bool',
    'stop' => ' -> bool',
    'isRunning' => ' -> bool',
    'getConfig' => ' -> TrueAsync\HttpServerConfig',
    'isHttp2' => ' -> bool',
    'isHttp3' => ' -> bool',
];
foreach ($wanted as $name => $signature) {
    $method = new ReflectionMethod(HttpServer::class, $name);
    $is = implode(', ', array_map(fn($p) => $p->getName() . ': ' . $p->getType(), $method->getParameters()))
        . ($method->hasReturnType() ? ' -> ' . $method->getReturnType() : '');
    if ($is !== $signature) {
        echo "$name: wanted '$signature', is '$is'\n";
    }
}
$methods = ['reload', 'addHttp2Handler', 'addWebSocketHandler', 'addGrpcHandler', 'enableRooms', 'getStats', 'getHttp3Stats'];
foreach ($methods as $method) {
    if (method_exists(HttpServer::class, $method)) {
        echo "$method() is there\n";
    }
}
echo "done\n";
?>
--EXPECT--
done
