--TEST--
What callbacks spawn belongs to a scope of the iteration, below the caller's
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{iterate, spawn, suspend, current_coroutine};

$outer = spawn(function () { delay_forever(); });
function delay_forever(): void
{
    try {
        Async\delay(60_000);
    } catch (Async\AsyncCancellation $e) {
        echo 'outer: ', $e->getMessage(), "\n";
    }
}
suspend();
try {
    iterate([1], function () { throw new DomainException('inside'); });
} catch (DomainException $e) {
    echo $e->getMessage(), ', outer ', $outer->isCancellationRequested() ? 'is' : 'is not', " touched\n";
}
$outer->cancel();
?>
--EXPECT--
inside, outer is not touched
outer: Coroutine cancelled
