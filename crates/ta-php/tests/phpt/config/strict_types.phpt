--TEST--
Under strict_types a number in a string is a TypeError and changes nothing
--EXTENSIONS--
true_async_server
--FILE--
<?php
declare(strict_types=1);

use TrueAsync\HttpServerConfig;

$config = new HttpServerConfig();
$calls = [
    fn() => $config->setBacklog('256'),
    fn() => $config->setMaxConnections(1.0),
    fn() => $config->enableTls(1),
    fn() => $config->addListener('127.0.0.1', '80'),
    fn() => $config->addUnixListener(5),
    fn() => new HttpServerConfig(127),
];
foreach ($calls as $call) {
    try {
        $call();
        echo "accepted\n";
    } catch (TypeError $e) {
        echo "TypeError\n";
    }
}
var_dump($config->getBacklog(), $config->getMaxConnections(), $config->isTlsEnabled(), $config->getListeners());
?>
--EXPECT--
TypeError
TypeError
TypeError
TypeError
TypeError
TypeError
int(128)
int(0)
bool(false)
array(0) {
}
