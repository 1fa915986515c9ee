--TEST--
Idle resources are reused, the oldest idle first; beyond that they are made
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Pool;

$made = 0;
$pool = new Pool(function () use (&$made) {
    echo "make ", ++$made, "\n";
    return $made;
});
$a = $pool->acquire();
$b = $pool->acquire();
printf("%d idle, %d active, %d in all\n", $pool->idleCount(), $pool->activeCount(), $pool->count());
$pool->release($b);
$pool->release($a);
printf("%d idle, %d active, %d in all\n", $pool->idleCount(), $pool->activeCount(), $pool->count());
var_dump($pool->acquire(), $pool->acquire(), $pool->acquire());
var_dump($a, $b);
?>
--EXPECT--
make 1
make 2
0 idle, 2 active, 2 in all
2 idle, 0 active, 2 in all
make 3
int(2)
int(1)
int(3)
int(1)
int(2)
