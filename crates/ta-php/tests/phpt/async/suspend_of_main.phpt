--TEST--
suspend() in main lets everything queued run once; before any launch it does nothing
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{spawn, suspend};

suspend();
echo "dormant\n";
spawn(function () { echo "A1\n"; suspend(); echo "A2\n"; });
spawn(function () { echo "B\n"; });
suspend();
echo "main 2\n";
suspend();
echo "main 3\n";
suspend();
suspend();
echo "nothing is left\n";
?>
--EXPECT--
dormant
A1
B
main 2
A2
main 3
nothing is left
