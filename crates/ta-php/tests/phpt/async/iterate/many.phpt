--TEST--
Ten thousand elements
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{iterate, suspend};

$sum = $most = $running = 0;
iterate((function () { for ($i = 1; $i <= 10_000; $i++) { yield $i; } })(), function (int $i) use (&$sum, &$most, &$running) {
    $most = max($most, ++$running);
    suspend();
    $sum += $i;
    $running--;
}, 16);
echo "$sum $most\n";
?>
--EXPECT--
50005000 16
