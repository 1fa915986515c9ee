--TEST--
What a waiter was promised is taken neither by the releasing coroutine nor by tryAcquire()
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Pool;
use function Async\{spawn, suspend};

$pool = new Pool(fn() => 'resource', max: 1);
$held = $pool->acquire();
spawn(function () use ($pool) {
    $resource = $pool->acquire();
    echo "waiter: $resource\n";
    suspend();
    $pool->release('resource');
});
suspend();
$pool->release($held);
printf("%d idle\n", $pool->idleCount());
var_dump($pool->tryAcquire());
$resource = $pool->acquire();
echo "main: $resource\n";
?>
--EXPECT--
1 idle
NULL
waiter: resource
main: resource
