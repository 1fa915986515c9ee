--TEST--
The constructor checks the port only when a host is given
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpServerConfig;

foreach ([1, 65535, 0, -1, 65536, PHP_INT_MAX] as $port) {
    refusal("port $port", fn() => new HttpServerConfig('127.0.0.1', $port));
}
refusal('port 0 without host', fn() => new HttpServerConfig(null, 0));
refusal('port 70000 without host', fn() => new HttpServerConfig(port: 70000));
refusal('host of another type', fn() => new HttpServerConfig([]));
refusal('port of another type', fn() => new HttpServerConfig('127.0.0.1', 'http'));
?>
--EXPECT--
port 1: accepted
port 65535: accepted
port 0: TrueAsync\HttpServerInvalidArgumentException
port -1: TrueAsync\HttpServerInvalidArgumentException
port 65536: TrueAsync\HttpServerInvalidArgumentException
port 9223372036854775807: TrueAsync\HttpServerInvalidArgumentException
port 0 without host: accepted
port 70000 without host: accepted
host of another type: TypeError
port of another type: TypeError
