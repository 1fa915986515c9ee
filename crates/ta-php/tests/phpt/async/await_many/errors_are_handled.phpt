--TEST--
Errors of triggers count as handled, whatever became of the wait
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await_all, await_any_or_fail, delay, spawn, timeout};

$failing = fn(int $ms) => spawn(function () use ($ms) { delay($ms); throw new Exception('nobody hears of this'); });
[, $errors] = await_all([$failing(1), $failing(2)]);
echo count($errors), "\n";
unset($errors);
echo await_any_or_fail([spawn(fn() => 'won'), $failing(5)]), "\n";
try {
    await_any_or_fail([$failing(10)], timeout(1));
} catch (Async\OperationCanceledException) {
    echo "cancelled\n";
}
delay(20);
echo "end\n";
?>
--EXPECT--
2
won
cancelled
end
