--TEST--
Idle resources that are not healthy are destroyed, and replaced below min
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Pool;
use function Async\delay;

$made = 0;
$pool = new Pool(
    function () use (&$made) {
        return ++$made;
    },
    function ($resource) {
        echo "destroy $resource\n";
    },
    healthcheck: function ($resource) {
        return match ($resource) {
            1 => false,
            2 => throw new RuntimeException('swallowed'),
            default => true,
        };
    },
    min: 3,
    max: 3,
    healthcheckInterval: 10,
);
$held = $pool->acquire();
for ($i = 0; $i < 100 && $made < 4; $i++) {
    delay(10);
}
printf("%d made, %d idle, %d active\n", $made, $pool->idleCount(), $pool->activeCount());
$pool->release($held);
for ($i = 0; $i < 100 && $made < 5; $i++) {
    delay(10);
}
printf("%d made, %d idle, %d active\n", $made, $pool->idleCount(), $pool->activeCount());
?>
--EXPECT--
destroy 2
4 made, 2 idle, 1 active
destroy 1
5 made, 3 idle, 0 active
destroy 4
destroy 3
destroy 5
