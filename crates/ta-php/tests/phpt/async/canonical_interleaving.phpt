--TEST--
A, B, C: first runs in spawn order, suspended ones go on in the order they suspended
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{spawn, suspend};

spawn(function () { echo "A1\n"; suspend(); echo "A2\n"; });
spawn(function () { echo "B1\n"; suspend(); echo "B2\n"; });
spawn(function () { echo "C\n"; });
echo "main\n";
?>
--EXPECT--
main
A1
B1
C
A2
B2
