--TEST--
What the engine does not interrupt is reported where it lets go: at its next wait, or its end
--EXTENSIONS--
true_async_server
--INI--
true_async.block_threshold_ms=40
--FILE--
<?php
use function Async\{await, delay, runtime_stats, spawn};

// One comparison of thirty million numbers: neither a call nor a loop of the script.
[$one, $other] = [array_fill(0, 1000, range(1, 30_000)), array_fill(0, 1000, range(1, 30_000))];
await(spawn(function () use ($one, $other) {
    $same = $one == $other;
    delay(1);
}));
await(spawn(function () use ($one, $other) {
    $same = $one == $other;
}));
var_dump(runtime_stats()['blocks']);
?>
--EXPECTF--
Coroutine %d (spawned at %s:6) held the event loop for %d ms before Async\delay() at %swithout_interruption.php:8
#0 %swithout_interruption.php(8): Async\delay()
#1 [internal function]: {closure%S}()
#2 {main}
Coroutine %d (spawned at %s:10) %Aheld the event loop for %d ms %r(and ended|in all)%r
int(2)
