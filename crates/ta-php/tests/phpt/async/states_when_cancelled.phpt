--TEST--
The states of coroutines that are cancelled, before their start and while they wait
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{delay, spawn, suspend};

function states(string $when, Async\Coroutine $c): void
{
    $states = ['Started', 'Suspended', 'Running', 'Completed', 'Cancelled', 'CancellationRequested'];
    echo $when, ': ', implode(' ', array_filter($states, fn($s) => $c->{"is$s"}())) ?: '-', "\n";
}
$unstarted = spawn(function () { echo "never\n"; });
$unstarted->cancel();
states('unstarted, asked', $unstarted);
suspend();
states('unstarted, at its turn', $unstarted);
$waiting = spawn(function () { delay(5000); });
suspend();
$waiting->cancel();
states('waiting, asked', $waiting);
suspend();
states('waiting, delivered', $waiting);
echo get_class($unstarted->getException()), ', ', get_class($waiting->getException()), ': ', $waiting->getException()->getMessage(), "\n";
?>
--EXPECT--
unstarted, asked: CancellationRequested
unstarted, at its turn: Completed Cancelled
waiting, asked: Started Suspended Running CancellationRequested
waiting, delivered: Started Completed Cancelled
Async\AsyncCancellation, Async\AsyncCancellation: Coroutine cancelled
