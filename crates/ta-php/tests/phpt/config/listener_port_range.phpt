--TEST--
addListener() and addHttp1Listener() refuse ports outside 1..65535, say so, and add nothing
--EXTENSIONS--
true_async_server
--FILE--
<?php
use TrueAsync\HttpServerConfig;
use TrueAsync\HttpServerInvalidArgumentException;

foreach (['addListener', 'addHttp1Listener'] as $add) {
    $config = new HttpServerConfig();
    foreach ([PHP_INT_MIN, -1, 0, 65536, PHP_INT_MAX] as $port) {
        try {
            $config->$add('127.0.0.1', $port);
            echo "$add $port accepted\n";
        } catch (HttpServerInvalidArgumentException $e) {
            $text = $e->getMessage();
            echo preg_match('~port.*\b1\b.*\b65535\b~i', $text) ? "refused\n" : "refused, but with '$text'\n";
        }
    }
    $config->$add('127.0.0.1', 1)->$add('127.0.0.1', 65535);
    echo $add, ' ', implode(',', array_column($config->getListeners(), 'port')), "\n";
}
?>
--EXPECT--
refused
refused
refused
refused
refused
addListener 1,65535
refused
refused
refused
refused
refused
addHttp1Listener 1,65535
