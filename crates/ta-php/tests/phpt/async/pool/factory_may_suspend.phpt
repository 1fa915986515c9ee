--TEST--
max holds while the factory waits, and waiters go on when it fails
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Pool;
use function Async\{spawn, delay};

$calls = 0;
$pool = new Pool(function () use (&$calls) {
    $call = ++$calls;
    delay(5);
    if ($call == 1) {
        throw new RuntimeException('down');
    }
    return "resource $call";
}, max: 1);
foreach (['a', 'b'] as $name) {
    spawn(function () use ($pool, $name) {
        try {
            $resource = $pool->acquire();
            echo "$name: $resource\n";
        } catch (RuntimeException $e) {
            echo "$name: ", $e->getMessage(), "\n";
        }
    });
}
delay(1);
printf("%d active\n", $pool->activeCount());
?>
--EXPECT--
1 active
a: down
b: resource 2
