--TEST--
close() sends waiters away and destroys idle resources; lent ones are destroyed when they come back
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Pool;
use function Async\{spawn, suspend};

$made = 0;
$pool = new Pool(
    function () use (&$made) {
        return ++$made;
    },
    function ($resource) {
        echo "destroy $resource\n";
    },
    max: 2,
);
$held = [$pool->acquire(), $pool->acquire()];
foreach (['a', 'b'] as $name) {
    spawn(function () use ($pool, $name) {
        try {
            $pool->acquire();
        } catch (Async\PoolException $e) {
            echo "$name: ", $e->getMessage(), "\n";
        }
    });
}
suspend();
var_dump($pool->isClosed());
$pool->close();
$pool->close();
var_dump($pool->isClosed());
suspend();
$pool->release($held[0]);
printf("%d idle, %d active\n", $pool->idleCount(), $pool->activeCount());
var_dump($pool->tryAcquire());
try {
    $pool->acquire();
} catch (Async\AsyncException $e) {
    echo get_class($e), ': ', $e->getMessage(), "\n";
}
?>
--EXPECT--
bool(false)
bool(true)
a: Pool is closed
b: Pool is closed
destroy 1
0 idle, 1 active
NULL
Async\PoolException: Pool is closed
