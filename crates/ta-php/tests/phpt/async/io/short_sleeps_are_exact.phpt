--TEST--
Short sleeps are not rounded up, and the thread sleeps meanwhile
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
    $cpu = function () {
        $usage = getrusage();
        return 1e6 * ($usage['ru_utime.tv_sec'] + $usage['ru_stime.tv_sec'])
            + $usage['ru_utime.tv_usec'] + $usage['ru_stime.tv_usec'];
    };
    $before = $cpu();
    $start = hrtime(true);
    for ($i = 0; $i < 500; $i++) {
        usleep(900);
    }
    var_dump($cpu() - $before < (hrtime(true) - $start) / 1000 / 2);
}));
?>
--EXPECT--
bool(true)
bool(true)
bool(true)
