--TEST--
A cancellation inside beforeAcquire is the caller's; the resource is destroyed
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Pool;
use function Async\{spawn, suspend, delay};

$made = 0;
$pool = new Pool(
    function () use (&$made) {
        return ++$made;
    },
    function ($resource) {
        echo "destroy $resource\n";
    },
    beforeAcquire: function () use (&$pool) {
        printf("%d active\n", $pool->activeCount());
        delay(10_000);
    },
    min: 1,
    max: 1,
);
$coroutine = spawn(function () use ($pool) {
    try {
        $pool->acquire();
    } catch (Async\AsyncCancellation $e) {
        echo $e->getMessage(), "\n";
    }
});
suspend();
$coroutine->cancel();
suspend();
var_dump(count($pool), $pool->acquire());
?>
--EXPECT--
1 active
destroy 1
Coroutine cancelled
int(0)
int(2)
