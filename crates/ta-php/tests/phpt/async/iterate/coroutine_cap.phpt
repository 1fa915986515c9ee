--TEST--
Where no more coroutines may exist, an iteration goes on with those it has
--EXTENSIONS--
true_async_server
--INI--
true_async.max_coroutines=4
--FILE--
<?php
use function Async\{iterate, suspend};

$running = $most = $calls = 0;
iterate(range(1, 10), function () use (&$running, &$most, &$calls) {
    $most = max($most, ++$running);
    $calls++;
    suspend();
    $running--;
});
echo "$calls calls, $most at a time\n";
?>
--EXPECT--
10 calls, 3 at a time
