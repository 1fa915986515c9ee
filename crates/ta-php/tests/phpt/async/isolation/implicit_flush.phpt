--TEST--
ob_implicit_flush() of one coroutine does not reach another one's buffers
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

$one = spawn(function () { ob_start(); ob_implicit_flush(true); echo 'one'; suspend(); return ob_get_clean(); });
$two = spawn(function () { ob_start(); echo 'two'; suspend(); return ob_get_clean(); });
echo await($one), ' ', await($two), "\n";
?>
--EXPECT--
one two
