--TEST--
Beyond what the system can carry spawn() refuses with AsyncException; what exists runs to its end
--EXTENSIONS--
true_async_server
--INI--
memory_limit=-1
--FILE--
<?php
use function Async\{delay, get_coroutines, spawn};

$spawned = $done = 0;
try {
    for (; $spawned < 60000; $spawned++) {
        spawn(function () use (&$done) { delay(1); $done++; });
    }
} catch (Async\AsyncException $e) {
    // A limit below 60,000 is fine, a crash is not.
}
while (count(get_coroutines()) > 1) {
    delay(5);
}
var_dump($spawned >= 10000, $done === $spawned);
spawn(function () { echo "and there is room again\n"; });
?>
--EXPECT--
bool(true)
bool(true)
and there is room again
