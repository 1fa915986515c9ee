--TEST--
A message cannot split the response
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

$answer = serve(fn() => throw new TrueAsync\HttpException("bad\r\nset-cookie: a=1\r\n\r\n<html>", 400), get('/'));
$list = responses($answer);
var_dump(count($list), $list[0]['status'], isset($list[0]['headers']['set-cookie']));
?>
--EXPECT--
int(1)
int(400)
bool(false)
