--TEST--
With cancelPending false, what callbacks have spawned ends by itself before iterate() returns
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{iterate, spawn, suspend};

iterate([1, 2], function (int $i) {
    spawn(function () use ($i) {
        for ($turns = 20 * $i; $turns > 0; $turns--) {
            suspend();
        }
        echo "spawned $i ends\n";
        spawn(function () use ($i) { suspend(); echo "and what $i spawned\n"; });
    });
}, cancelPending: false);
echo "done\n";
?>
--EXPECT--
spawned 1 ends
and what 1 spawned
spawned 2 ends
and what 2 spawned
done
