--TEST--
A token that settles first ends the wait with OperationCanceledException; the awaited one runs on
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

$release = false;
$slow = spawn(function () use (&$release) {
    while (!$release) {
        delay(1);
    }
    echo "slow one ends\n";
    return 'slow';
});
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
$release = true;
echo await($slow), "\n";
?>
--EXPECT--
a value: Operation has been cancelled, previous: none
an error: Operation has been cancelled, previous: token failed
slow one ends
slow
