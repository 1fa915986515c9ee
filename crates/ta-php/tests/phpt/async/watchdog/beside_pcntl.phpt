--TEST--
Handlers of pcntl_async_signals(), which use the same interruption, run as ever
--EXTENSIONS--
true_async_server
pcntl
--INI--
true_async.block_threshold_ms=60
--FILE--
<?php
use function Async\{await, spawn};

pcntl_async_signals(true);
$rang = false;
pcntl_signal(SIGALRM, function () use (&$rang) {
    $rang = true;
});
await(spawn(function () use (&$rang) {
    pcntl_alarm(1);
    while (!$rang) {
    }
    echo "the signal ended the loop\n";
}));
?>
--EXPECTF--
Coroutine %d (spawned at %s:9) has held the event loop for %d ms in {closure%S}() at %sbeside_pcntl.php:11
#0 [internal function]: {closure%S}()
#1 {main}
the signal ended the loop
Coroutine %d (spawned at %s:9) held the event loop for %d ms in all
