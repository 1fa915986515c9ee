--TEST--
beforeAcquire refuses with false or an exception; fresh resources are not checked
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Pool;

$made = 0;
$pool = new Pool(
    function () use (&$made) {
        return ++$made;
    },
    function ($resource) {
        echo "destroy $resource\n";
    },
    beforeAcquire: function ($resource) {
        echo "check $resource\n";
        return match ($resource) {
            1 => false,
            2 => throw new RuntimeException('swallowed'),
            3 => null,
            default => true,
        };
    },
    min: 2,
    max: 2,
);
var_dump($pool->acquire());
$pool->release(3);
var_dump($pool->tryAcquire());
printf("%d idle, %d active\n", $pool->idleCount(), $pool->activeCount());
?>
--EXPECT--
check 1
destroy 1
check 2
destroy 2
int(3)
check 3
int(3)
0 idle, 1 active
