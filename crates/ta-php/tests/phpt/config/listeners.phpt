--TEST--
getListeners() lists every kind of listener in the order of declaration with its documented row
--EXTENSIONS--
true_async_server
--FILE--
<?php
use TrueAsync\HttpServerConfig;

$config = new HttpServerConfig('0.0.0.0', 80);
$config->addUnixListener('/run/app.sock')
    ->addHttp1Listener('::1', 8080)
    ->addListener('example.test', 443, true)
    ->addHttp1Listener('127.0.0.1', 8443, tls: true)
    ->addListener('[::]', 81);
foreach ($config->getListeners() as $number => $row) {
    echo $number, ' ', json_encode($row, JSON_UNESCAPED_SLASHES), "\n";
}
?>
--EXPECT--
0 {"type":"tcp","host":"0.0.0.0","port":80,"tls":false,"protocol_mask":3}
1 {"type":"unix","path":"/run/app.sock","protocol_mask":3}
2 {"type":"tcp","host":"::1","port":8080,"tls":false,"protocol_mask":1}
3 {"type":"tcp","host":"example.test","port":443,"tls":true,"protocol_mask":3}
4 {"type":"tcp","host":"127.0.0.1","port":8443,"tls":true,"protocol_mask":1}
5 {"type":"tcp","host":"[::]","port":81,"tls":false,"protocol_mask":3}
