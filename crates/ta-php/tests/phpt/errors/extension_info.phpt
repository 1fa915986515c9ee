--TEST--
The extension reports itself: name, versions and protocols
--EXTENSIONS--
true_async_server
--FILE--
<?php
var_dump(extension_loaded('true_async_server'), is_string(phpversion('true_async_server')));
ob_start();
(new ReflectionExtension('true_async_server'))->info();
$info = ob_get_clean();
var_dump(str_contains($info, phpversion('true_async_server')));
var_dump((bool) preg_match('~HTTP/1\.1~', $info));
$listed = (new ReflectionExtension('true_async_server'))->getClassNames();
var_dump(in_array('TrueAsync\HttpServer', $listed), in_array('Async\Coroutine', $listed));
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
