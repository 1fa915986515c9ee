--TEST--
HttpServerException catches wrong state and bad value alike, and so does Exception
--EXTENSIONS--
true_async_server
--FILE--
<?php
use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

foreach ([TrueAsync\HttpServerException::class, Exception::class] as $class) {
    foreach ([fn() => (new HttpServerConfig())->setBacklog(0), fn() => (new HttpServer(new HttpServerConfig()))->start()] as $call) {
        try {
            $call();
        } catch (Throwable $e) {
            echo $e instanceof $class ? 'caught' : 'missed', "\n";
        }
    }
}
?>
--EXPECT--
caught
caught
caught
caught
