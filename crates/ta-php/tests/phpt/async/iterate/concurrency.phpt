--TEST--
No more callbacks are under way than the limit says, and as many if they wait
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{delay, iterate, suspend};

foreach ([1, 2, 5, 100, 0] as $limit) {
    $running = $most = 0;
    iterate(range(1, 20), function (int $i) use (&$running, &$most) {
        $most = max($most, ++$running);
        if ($i % 3 === 0) {
            delay(1);
        }
        for ($turns = 50; $turns > 0; $turns--) {
            suspend();
        }
        $running--;
    }, $limit);
    echo "$limit: $most\n";
}
?>
--EXPECT--
1: 1
2: 2
5: 5
100: 20
0: 20
