--TEST--
Sleeps of less than a millisecond are not rounded up to one
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn};

await(spawn(function () {
    // The best of some, because the machine may have other things to do.
    $best = INF;
    for ($i = 0; $i < 50; $i++) {
        $start = hrtime(true);
        usleep(100);
        $best = min($best, hrtime(true) - $start);
    }
    var_dump($best >= 100_000, $best < 600_000);
}));
?>
--EXPECT--
bool(true)
bool(true)
