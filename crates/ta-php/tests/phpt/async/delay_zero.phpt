--TEST--
delay(0) and negative delays yield once like suspend(), and launch
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{current_coroutine, delay, spawn};

delay(0);
var_dump(current_coroutine() instanceof Async\Coroutine);
foreach ([0, -1, PHP_INT_MIN] as $ms) {
    spawn(function () { echo "other\n"; });
    delay($ms);
    echo "after delay($ms)\n";
}
?>
--EXPECT--
bool(true)
other
after delay(0)
other
after delay(-1)
other
after delay(-9223372036854775808)
