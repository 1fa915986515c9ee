<?php
use function Async\{await, spawn};

for ($i = 0; $i < 1000; $i++) {
    await(spawn(fn() => str_repeat('x', 1000)));
}
gc_collect_cycles();
$before = memory_get_usage();
for ($i = 0; $i < 100000; $i++) {
    await(spawn(fn($n) => $n + 1, $i));
}
gc_collect_cycles();
var_dump(memory_get_usage() - $before < 100000);
?>
