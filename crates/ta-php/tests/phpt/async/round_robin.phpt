--TEST--
Three coroutines that yield take turns
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{spawn, suspend};

foreach (['a', 'b', 'c'] as $name) {
    spawn(function () use ($name) {
        for ($i = 1; $i <= 4; $i++) {
            echo $name, $i, ' ';
            suspend();
        }
    });
}
?>
--EXPECT--
a1 b1 c1 a2 b2 c2 a3 b3 c3 a4 b4 c4
