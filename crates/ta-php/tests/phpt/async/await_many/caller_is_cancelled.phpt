--TEST--
A cancelled caller leaves the wait at once, and the triggers go on
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Future, FutureState};
use function Async\{await, await_all, delay, spawn};

$gate = new FutureState;
$slow = spawn(function () use ($gate) { await(new Future($gate)); return 'goes on'; });
foreach ([[$slow], new ArrayIterator([$slow])] as $triggers) {
    $caller = spawn(function () use ($triggers) {
        try {
            await_all($triggers);
        } catch (Async\AsyncCancellation $e) {
            echo $e->getMessage(), "\n";
            return 'survived';
        }
    });
    delay(1);
    $caller->cancel(new Async\AsyncCancellation('enough'));
    echo await($caller), "\n";
}
$gate->complete(null);
echo await($slow), "\n";
?>
--EXPECT--
enough
survived
enough
survived
goes on
