--TEST--
Each coroutine has its own stack of output buffers
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

$task = function (string $name) {
    $levels = [ob_get_level()];
    ob_start();
    echo "$name outer ";
    suspend();
    ob_start();
    echo "$name inner ";
    suspend();
    $inner = ob_get_clean();
    suspend();
    $outer = ob_get_clean();
    $levels[] = ob_get_level();
    return [$outer, $inner, $levels[0] === $levels[1]];
};
$one = spawn($task, 'one');
$two = spawn($task, 'two');
echo json_encode([await($one), await($two)]), "\n";
ob_start();
echo "buffered by main\n";
await(spawn(function () { echo "straight from a coroutine\n"; }));
$main = ob_get_clean();
echo str_contains($main, 'buffered by main') ? 'main kept its own' : 'main lost its own', "\n";
?>
--EXPECTF--
[["one outer ","one inner ",true],["two outer ","two inner ",true]]
%Amain kept its own
