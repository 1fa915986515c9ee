--TEST--
Giving back what was never lent is not noticed
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Pool;

$pool = new Pool(fn() => throw new LogicException('never called'), max: 2);
$pool->release('foreign');
$pool->release(null);
printf("%d idle, %d active\n", $pool->idleCount(), $pool->activeCount());
var_dump($pool->acquire(), $pool->acquire(), $pool->tryAcquire());
?>
--EXPECT--
2 idle, 0 active
string(7) "foreign"
NULL
NULL
