--TEST--
Waiters learn of an inactive circuit at their turn and hand their promise on
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Pool, ServiceUnavailableException};
use function Async\{spawn, suspend};

$pool = new Pool(fn() => 'resource', max: 1);
$held = $pool->acquire();
foreach (['a', 'b'] as $name) {
    spawn(function () use ($pool, $name) {
        try {
            $pool->acquire();
        } catch (ServiceUnavailableException $e) {
            echo "$name: unavailable\n";
        }
    });
}
suspend();
$pool->deactivate();
suspend();
echo "release\n";
$pool->release($held);
suspend();
suspend();
printf("%d idle\n", $pool->idleCount());
$pool->activate();
var_dump($pool->tryAcquire());
?>
--EXPECT--
release
a: unavailable
b: unavailable
1 idle
string(8) "resource"
