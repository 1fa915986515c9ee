--TEST--
Hosts are taken as they are; only an empty host or path is refused, and duplicates are allowed
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpServerConfig;

$config = new HttpServerConfig();
refusal('unknown name', fn() => $config->addListener('no-such-host.invalid', 80));
refusal('same again', fn() => $config->addListener('no-such-host.invalid', 80));
refusal('IPv6', fn() => $config->addListener('::', 80));
refusal('IPv6 in brackets', fn() => $config->addListener('[::1]', 80));
refusal('long unix path', fn() => $config->addUnixListener('/' . str_repeat('x', 300)));
refusal('empty host', fn() => $config->addListener('', 80));
refusal('empty host for HTTP/1', fn() => $config->addHttp1Listener('', 80));
refusal('empty path', fn() => $config->addUnixListener(''));
echo count($config->getListeners()), "\n";
?>
--EXPECT--
unknown name: accepted
same again: accepted
IPv6: accepted
IPv6 in brackets: accepted
long unix path: accepted
empty host: TrueAsync\HttpServerInvalidArgumentException
empty host for HTTP/1: TrueAsync\HttpServerInvalidArgumentException
empty path: TrueAsync\HttpServerInvalidArgumentException
5
