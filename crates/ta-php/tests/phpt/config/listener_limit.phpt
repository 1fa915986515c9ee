--TEST--
The 17th stream listener is refused, whichever kind it is
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpServerConfig;

$config = new HttpServerConfig('127.0.0.1', 1000);
for ($i = 1; $i < 15; $i++) {
    $i % 2 ? $config->addListener('127.0.0.1', 1000 + $i) : $config->addHttp1Listener('127.0.0.1', 1000 + $i);
}
refusal('the 16th, unix', fn() => $config->addUnixListener('/run/sixteen.sock'));
refusal('the 17th, tcp', fn() => $config->addListener('127.0.0.1', 2000));
refusal('the 17th, tcp with HTTP/1 only', fn() => $config->addHttp1Listener('127.0.0.1', 2000));
refusal('the 17th, unix', fn() => $config->addUnixListener('/run/seventeen.sock'));
echo count($config->getListeners()), "\n";
?>
--EXPECT--
the 16th, unix: accepted
the 17th, tcp: TrueAsync\HttpServerInvalidArgumentException
the 17th, tcp with HTTP/1 only: TrueAsync\HttpServerInvalidArgumentException
the 17th, unix: TrueAsync\HttpServerInvalidArgumentException
16
