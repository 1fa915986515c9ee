--TEST--
A script that waits, fails and is caught leaves nothing for the next function call
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, get_coroutines, spawn};

for ($round = 1; $round <= 3; $round++) {
    $ok = spawn(function () use ($round) { delay(1); return $round; });
    $bad = spawn(function () { delay(1); throw new Exception('bad'); });
    echo await($ok);
    try {
        await($bad);
    } catch (Exception $e) {
        echo ' ', $e->getMessage();
    }
    unset($ok, $bad, $e);
    echo ' ', count(get_coroutines()), "\n";
}
?>
--EXPECT--
1 bad 1
2 bad 1
3 bad 1
