--TEST--
setLogStream() takes an open stream or null; anything else is an invalid argument and changes nothing
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use TrueAsync\HttpServerConfig;

$config = new HttpServerConfig();
$stream = fopen('php://memory', 'w+');
var_dump($config->setLogStream($stream)->getLogStream() === $stream);
$closed = fopen('php://memory', 'w+');
fclose($closed);
$bad = [
    'a path' => '/var/log/app.log',
    'a number' => 2,
    'true' => true,
    'an array' => [$stream],
    'an object' => new stdClass(),
    'a closed stream' => $closed,
    'another resource' => stream_context_create(),
];
foreach ($bad as $what => $value) {
    refusal($what, fn() => $config->setLogStream($value));
}
var_dump($config->getLogStream() === $stream);
var_dump($config->setLogStream(null)->getLogStream());
?>
--EXPECT--
bool(true)
a path: TrueAsync\HttpServerInvalidArgumentException
a number: TrueAsync\HttpServerInvalidArgumentException
true: TrueAsync\HttpServerInvalidArgumentException
an array: TrueAsync\HttpServerInvalidArgumentException
an object: TrueAsync\HttpServerInvalidArgumentException
a closed stream: TrueAsync\HttpServerInvalidArgumentException
another resource: TrueAsync\HttpServerInvalidArgumentException
bool(true)
NULL
