<?php
use function Async\{await, delay, spawn, suspend};

$token = spawn(fn() => 'token');
$done = spawn(fn() => 'done');
suspend();
$pending = spawn(function () { delay(5); return 'pending'; });
spawn(function () { echo "other\n"; });
try {
    await($pending, $token);
} catch (Async\OperationCanceledException $e) {
    echo "cancelled at once\n";
}
echo await($done, $token), "\n";
echo await($pending, $pending), "\n";
echo await(spawn(fn() => 'first'), spawn(function () { delay(20); })), "\n";
?>
