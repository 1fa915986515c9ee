--TEST--
Iterations nest, and each waits for its own
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{iterate, suspend};

iterate(['a', 'b'], function (string $outer) {
    iterate([1, 2], function (int $inner) use ($outer) {
        for ($turns = $inner * 15; $turns > 0; $turns--) {
            suspend();
        }
        echo "$outer$inner\n";
    });
    echo "$outer done\n";
});
echo "done\n";
?>
--EXPECT--
a1
b1
a2
b2
a done
b done
done
