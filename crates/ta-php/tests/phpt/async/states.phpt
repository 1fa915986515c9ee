--TEST--
The states of a coroutine from its creation to its end
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn, suspend};

function states(string $when, Async\Coroutine $c): void
{
    $states = ['Started', 'Queued', 'Suspended', 'Running', 'Completed', 'Cancelled', 'CancellationRequested'];
    echo $when, ': ', implode(' ', array_filter($states, fn($s) => $c->{"is$s"}())) ?: '-', "\n";
}
$own = null;
$coroutine = spawn(function () use (&$own) {
    states('running', $own);
    suspend();
    delay(100);
    return 'result';
});
$own = $coroutine;
states('before the first run', $coroutine);
suspend();
states('parked by suspend()', $coroutine);
suspend();
states('parked on an event', $coroutine);
var_dump($coroutine->getResult(), $coroutine->getException());
await($coroutine);
states('finished', $coroutine);
var_dump($coroutine->getResult(), $coroutine->getException());
?>
--EXPECT--
before the first run: Queued
running: Started Running
parked by suspend(): Started Queued Suspended Running
parked on an event: Started Suspended Running
NULL
NULL
finished: Started Completed
string(6) "result"
NULL
