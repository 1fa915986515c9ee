--TEST--
asHiPriority() returns the coroutine and changes no order
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{spawn, suspend};

$a = spawn(fn() => print("a\n"));
$b = spawn(fn() => print("b\n"));
var_dump($b->asHiPriority() === $b);
suspend();
?>
--EXPECT--
bool(true)
a
b
