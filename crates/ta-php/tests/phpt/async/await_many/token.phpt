--TEST--
A token that fires first ends the wait with OperationCanceledException
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, await_all, await_all_or_fail, await_any_of, await_any_of_or_fail, await_any_or_fail, await_first_success, delay, spawn, timeout};

$calls = [
    'any_or_fail' => fn($t, $token) => await_any_or_fail($t, $token),
    'first_success' => fn($t, $token) => await_first_success($t, $token),
    'all_or_fail' => fn($t, $token) => await_all_or_fail($t, $token),
    'all' => fn($t, $token) => await_all($t, $token),
    'any_of_or_fail' => fn($t, $token) => await_any_of_or_fail(2, $t, $token),
    'any_of' => fn($t, $token) => await_any_of(2, $t, $token),
];
foreach ($calls as $name => $call) {
    $slow = spawn(function () { delay(60_000); });
    try {
        $call([$slow], timeout(1));
    } catch (Async\OperationCanceledException $e) {
        echo "$name: ", $e->getMessage(), ' (', $e->getPrevious()->getMessage(), '), ', $slow->isCompleted() ? 'drained' : 'goes on', "\n";
    }
    $slow->cancel();
}
$slow = spawn(function () { delay(20); return 'untouched'; });
foreach ([fn() => 'value', fn() => throw new LogicException('reason')] as $code) {
    try {
        await_all(new ArrayIterator([$slow]), spawn($code));
    } catch (Async\OperationCanceledException $e) {
        var_dump($e->getPrevious()?->getMessage());
    }
}
echo await($slow), "\n";
?>
--EXPECT--
any_or_fail: Operation has been cancelled (Timeout occurred after 1 milliseconds), goes on
first_success: Operation has been cancelled (Timeout occurred after 1 milliseconds), drained
all_or_fail: Operation has been cancelled (Timeout occurred after 1 milliseconds), drained
all: Operation has been cancelled (Timeout occurred after 1 milliseconds), drained
any_of_or_fail: Operation has been cancelled (Timeout occurred after 1 milliseconds), goes on
any_of: Operation has been cancelled (Timeout occurred after 1 milliseconds), drained
NULL
string(6) "reason"
untouched
