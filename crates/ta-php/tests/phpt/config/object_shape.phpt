--TEST--
HttpServerConfig is final, not cloneable, not serialisable, and takes no dynamic properties
--EXTENSIONS--
true_async_server
--FILE--
<?php
use TrueAsync\HttpServerConfig;

$class = new ReflectionClass(HttpServerConfig::class);
var_dump($class->isFinal(), $class->isCloneable(), $class->getProperties(), $class->getConstants());
$config = new HttpServerConfig();
$tries = [
    'clone' => fn() => clone $config,
    'serialize' => fn() => serialize($config),
    'unserialize' => fn() => unserialize('O:26:"TrueAsync\HttpServerConfig":0:{}'),
    'write a property' => function () use ($config) { $config->backlog = 5; },
];
foreach ($tries as $what => $try) {
    try {
        $value = $try();
        echo "$what: ", $value === false ? 'refused' : 'accepted', "\n";
    } catch (Throwable $e) {
        echo "$what: refused\n";
    }
}
var_dump(isset($config->backlog));
?>
--EXPECT--
bool(true)
bool(false)
array(0) {
}
array(0) {
}
clone: refused
serialize: refused
unserialize: refused
write a property: refused
bool(false)
