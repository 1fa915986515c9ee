--TEST--
error_reporting() set inside a coroutine stays there
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

$one = spawn(function () { error_reporting(E_ERROR); suspend(); suspend(); return error_reporting(); });
$two = spawn(function () { $before = error_reporting(); suspend(); return [$before, error_reporting()]; });
var_dump(await($one) === E_ERROR, await($two) === [E_ALL, E_ALL], error_reporting() === E_ALL);
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
