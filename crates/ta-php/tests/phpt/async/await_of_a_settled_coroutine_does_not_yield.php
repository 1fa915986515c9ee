<?php
use function Async\{await, spawn, suspend};

$done = spawn(fn() => 'value');
$failed = spawn(fn() => throw new Exception('error'));
suspend();
spawn(function () { echo "other\n"; });
echo await($done), "\n";
try {
    await($failed);
} catch (Exception $e) {
    echo $e->getMessage(), "\n";
}
echo "main had no break\n";
?>
