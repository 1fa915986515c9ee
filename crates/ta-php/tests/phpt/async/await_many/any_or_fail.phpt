--TEST--
await_any_or_fail() takes the first that settles: its value or its exception
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Future, FutureState};
use function Async\{await, await_any_or_fail, delay, spawn};

$gate = new FutureState;
$slow = spawn(function () use ($gate) { await(new Future($gate)); echo "slow one ends\n"; return 'slow'; });
echo await_any_or_fail([$slow, spawn(function () { delay(1); return 'quick'; })]), "\n";
try {
    await_any_or_fail([$slow, spawn(function () { delay(1); throw new LogicException('failed'); })]);
} catch (LogicException $e) {
    echo $e->getMessage(), "\n";
}
var_dump($slow->isCompleted(), $slow->isCancellationRequested());
$gate->complete(null);
echo await($slow), "\n";
?>
--EXPECT--
quick
failed
bool(false)
bool(false)
slow one ends
slow
