--TEST--
A callback of ob_start() may suspend; others print meanwhile
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

$one = spawn(function () {
    ob_start(function (string $buffer) { suspend(); return strtoupper($buffer); });
    echo "through the callback\n";
    ob_end_flush();
});
$two = spawn(function () { echo "meanwhile\n"; });
await($one);
await($two);
?>
--EXPECT--
meanwhile
THROUGH THE CALLBACK
