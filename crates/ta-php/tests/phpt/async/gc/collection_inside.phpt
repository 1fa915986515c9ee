--TEST--
A collection that a coroutine starts spares what other coroutines hold, and the other way round
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

$task = function () {
    $ok = true;
    for ($i = 0; $i < 20; $i++) {
        $cycle = new stdClass();
        $cycle->self = $cycle;
        suspend();
        gc_collect_cycles();
        $ok = $ok && $cycle->self === $cycle;
        unset($cycle);
    }
    return $ok;
};
$all = [spawn($task), spawn($task), spawn($task)];
var_dump(array_map(fn($one) => await($one), $all) === [true, true, true]);
?>
--EXPECT--
bool(true)
