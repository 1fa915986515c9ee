<?php
use function Async\{await, delay, spawn};

$slow = spawn(function () { delay(30); echo "slow one ends\n"; return 'slow'; });
$tokens = [
    'a value' => spawn(function () { delay(2); return 5; }),
    'an error' => spawn(function () { delay(2); throw new RuntimeException('token failed'); }),
];
foreach ($tokens as $what => $token) {
    try {
        await($slow, $token);
        echo "no exception\n";
    } catch (Async\OperationCanceledException $e) {
        echo "$what: ", $e->getMessage(), ', previous: ', $e->getPrevious() ? $e->getPrevious()->getMessage() : 'none', "\n";
    }
}
echo await($slow), "\n";
?>
