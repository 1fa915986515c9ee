--TEST--
Contexts that a burst has left are there for the next one, and are freed when none comes
--EXTENSIONS--
true_async_server
--INI--
memory_limit=-1
--FILE--
<?php
use function Async\{await, delay, runtime_stats, spawn};

const KEPT = 1024;

function burst(): int
{
    $sleepers = [];
    for ($i = 0; $i < 3000; $i++) {
        $sleepers[] = spawn(fn() => delay(1));
    }
    foreach ($sleepers as $sleeper) {
        await($sleeper);
    }
    return runtime_stats()['fiber_pool_count'];
}

var_dump(burst() > KEPT, burst() > KEPT);
for ($i = 0; $i < 300 && runtime_stats()['fiber_pool_count'] > KEPT; $i++) {
    delay(100);
}
var_dump(runtime_stats()['fiber_pool_count']);
var_dump(burst() > KEPT);
?>
--EXPECT--
bool(true)
bool(true)
int(1024)
bool(true)
