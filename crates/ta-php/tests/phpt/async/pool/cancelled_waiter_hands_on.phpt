--TEST--
A cancelled waiter leaves the line, and its promise is the next one's
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Pool;
use function Async\{spawn, suspend};

$pool = new Pool(fn() => 'resource', max: 1);
$held = $pool->acquire();
$waiters = [];
foreach (['a', 'b', 'c'] as $name) {
    $waiters[$name] = spawn(function () use ($pool, $name) {
        try {
            $resource = $pool->acquire();
            echo "$name: $resource\n";
        } catch (Async\AsyncCancellation $e) {
            echo "$name: ", $e->getMessage(), "\n";
        }
    });
}
suspend();
$waiters['a']->cancel();
$pool->release($held);
$waiters['b']->cancel();
?>
--EXPECT--
a: Coroutine cancelled
b: Coroutine cancelled
c: resource
