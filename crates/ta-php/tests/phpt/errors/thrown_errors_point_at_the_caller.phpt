--TEST--
Exceptions raised by the extension have file, line and trace of the call
--EXTENSIONS--
true_async_server
--FILE--
<?php
use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;
use TrueAsync\HttpServerException;

function configure(HttpServerConfig $config): void
{
    $config->setBacklog(0);
}
try {
    configure(new HttpServerConfig());
} catch (HttpServerException $e) {
    var_dump(basename($e->getFile()) === basename(__FILE__), $e->getLine());
    foreach ($e->getTrace() as $frame) {
        echo ($frame['class'] ?? ''), ($frame['type'] ?? ''), $frame['function'], ' line ', $frame['line'], "\n";
    }
}
try {
    (new HttpServer(new HttpServerConfig()))->start();
} catch (HttpServerException $e) {
    echo get_class($e), ' line ', $e->getLine(), ', ', $e->getTrace()[0]['function'], "\n";
}
var_dump($e->getCode(), $e->getPrevious());
?>
--EXPECT--
bool(true)
int(8)
TrueAsync\HttpServerConfig->setBacklog line 8
configure line 11
TrueAsync\HttpServerRuntimeException line 19, start
int(0)
NULL
