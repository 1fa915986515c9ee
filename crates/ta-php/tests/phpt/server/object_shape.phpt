--TEST--
HttpServer is final, not cloneable, not serialisable, and takes no dynamic properties
--EXTENSIONS--
true_async_server
--FILE--
<?php
use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

$class = new ReflectionClass(HttpServer::class);
var_dump($class->isFinal(), $class->isCloneable(), $class->getProperties());
$server = new HttpServer(new HttpServerConfig());
$tries = [
    'clone' => fn() => clone $server,
    'serialize' => fn() => serialize($server),
    'write a property' => function () use ($server) { $server->name = 'x'; },
];
foreach ($tries as $what => $try) {
    try {
        $try();
        echo "$what: accepted\n";
    } catch (Throwable $e) {
        echo "$what: ", $what === 'clone' && !$e instanceof Error ? get_class($e) : 'refused', "\n";
    }
}
?>
--EXPECT--
bool(true)
bool(false)
array(0) {
}
clone: refused
serialize: refused
write a property: refused
