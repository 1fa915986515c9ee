--TEST--
A resource that is not kept leaves its place to the oldest waiter
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Pool;
use function Async\{spawn, suspend};

$made = 0;
$pool = new Pool(function () use (&$made) {
    return ++$made;
}, beforeRelease: fn() => false, max: 1);
$held = $pool->acquire();
spawn(function () use ($pool) {
    $resource = $pool->acquire();
    echo "waiter: $resource\n";
});
suspend();
$pool->release($held);
var_dump(count($pool), $pool->tryAcquire());
?>
--EXPECT--
int(0)
NULL
waiter: 2
