--TEST--
A wait ends after its time with a TimeoutException; the pool is as before
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Pool;
use function Async\spawn;

$pool = new Pool(fn() => 'resource', max: 1);
$held = $pool->acquire();
$before = hrtime(true);
try {
    $pool->acquire(30);
} catch (Async\TimeoutException $e) {
    echo $e->getMessage(), "\n";
}
var_dump(hrtime(true) - $before >= 29_000_000);
$pool->release($held);
var_dump($pool->acquire(30));
?>
--EXPECT--
Timeout occurred after 30 milliseconds
bool(true)
string(8) "resource"
