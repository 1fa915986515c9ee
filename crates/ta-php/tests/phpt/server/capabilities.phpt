--TEST--
isHttp2() and isHttp3() tell what the build can do: neither, for now
--EXTENSIONS--
true_async_server
--FILE--
<?php
use TrueAsync\HttpServer;
use TrueAsync\HttpServerConfig;

var_dump(HttpServer::isHttp2(), HttpServer::isHttp3());
var_dump((new HttpServer(new HttpServerConfig()))->isHttp2());
?>
--EXPECT--
bool(false)
bool(false)
bool(false)
