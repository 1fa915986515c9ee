--TEST--
What nobody was promised can be taken at once
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Pool;
use function Async\{spawn, suspend};

$made = 0;
$pool = new Pool(function () use (&$made) {
    return ++$made;
}, max: 2);
$held = [$pool->acquire(), $pool->acquire()];
spawn(function () use ($pool) {
    $resource = $pool->acquire();
    echo "waiter: $resource\n";
});
suspend();
$pool->release($held[0]);
$pool->release($held[1]);
var_dump($pool->tryAcquire(), $pool->tryAcquire());
?>
--EXPECT--
int(1)
NULL
waiter: 2
