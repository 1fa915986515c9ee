--TEST--
A host in the constructor is a shortcut for addListener(), with port 8080 by default and named arguments
--EXTENSIONS--
true_async_server
--FILE--
<?php
use TrueAsync\HttpServerConfig;

var_dump((new HttpServerConfig('127.0.0.1'))->getListeners());
var_dump((new HttpServerConfig('127.0.0.1', 9000))->getListeners()[0]['port']);
var_dump((new HttpServerConfig(port: 9001, host: 'localhost'))->getListeners()[0]);
var_dump((new HttpServerConfig(null, 9002))->getListeners());
?>
--EXPECT--
array(1) {
  [0]=>
  array(5) {
    ["type"]=>
    string(3) "tcp"
    ["host"]=>
    string(9) "127.0.0.1"
    ["port"]=>
    int(8080)
    ["tls"]=>
    bool(false)
    ["protocol_mask"]=>
    int(3)
  }
}
int(9000)
array(5) {
  ["type"]=>
  string(3) "tcp"
  ["host"]=>
  string(9) "localhost"
  ["port"]=>
  int(9001)
  ["tls"]=>
  bool(false)
  ["protocol_mask"]=>
  int(3)
}
array(0) {
}
