--TEST--
The constructor makes min resources and does not launch the scheduler
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Pool;

$made = 0;
$pool = new Pool(function () use (&$made) {
    return 'r' . ++$made;
}, min: 2, max: 5);
var_dump($made, count($pool), $pool->idleCount(), $pool->activeCount());
var_dump(Async\get_coroutines());
var_dump($pool->tryAcquire());
var_dump(Async\get_coroutines());
?>
--EXPECT--
int(2)
int(2)
int(2)
int(0)
array(0) {
}
string(2) "r1"
array(0) {
}
