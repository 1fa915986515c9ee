--TEST--
An exception of the factory is the caller's, and frees the place
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Pool;

$fail = true;
$pool = new Pool(function () use (&$fail) {
    return $fail ? throw new RuntimeException('down') : 'up';
}, max: 1);
foreach (['acquire', 'tryAcquire'] as $method) {
    try {
        $pool->$method();
    } catch (RuntimeException $e) {
        echo $e->getMessage(), ' ', count($pool), "\n";
    }
}
$fail = false;
var_dump($pool->acquire());
?>
--EXPECT--
down 0
down 0
string(2) "up"
