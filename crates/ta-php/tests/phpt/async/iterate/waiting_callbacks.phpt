--TEST--
A callback that waits lets the next element begin
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{iterate, suspend};

iterate([30, 20, 10], function (int $turns, int $i) {
    echo "starts $i\n";
    while ($turns--) {
        suspend();
    }
    echo "ends $i\n";
});
echo "done\n";
?>
--EXPECT--
starts 0
starts 1
starts 2
ends 2
ends 1
ends 0
done
