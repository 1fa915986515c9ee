--TEST--
A check may wait; meanwhile its resource is active, and afterwards a waiter gets it
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Pool;
use function Async\{spawn, delay};

$checking = false;
$pool = new Pool(
    fn() => 'resource',
    healthcheck: function () use (&$checking) {
        $checking = true;
        delay(20);
        $checking = false;
        return true;
    },
    min: 1,
    max: 1,
    healthcheckInterval: 5,
);
for ($i = 0; $i < 200 && !$checking; $i++) {
    delay(5);
}
printf("%d idle, %d active\n", $pool->idleCount(), $pool->activeCount());
var_dump($pool->tryAcquire(), $pool->acquire(), $checking);
?>
--EXPECT--
0 idle, 1 active
NULL
string(8) "resource"
bool(false)
