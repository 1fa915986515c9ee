--TEST--
Thousands of coroutines that end inside of cycles leave the memory where it was
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, current_coroutine, delay, spawn, suspend};

$round = function () {
    $all = [];
    for ($i = 0; $i < 500; $i++) {
        $all[] = spawn(function () {
            $object = new stdClass();
            $object->refs = [$object, current_coroutine(), str_repeat('x', 10_000)];
            $object->closure = fn() => $object;
            suspend();
            return $object;
        });
    }
    foreach ($all as $one) {
        await($one);
    }
};
$round();
gc_collect_cycles();
$before = memory_get_usage();
for ($i = 0; $i < 5; $i++) {
    $round();
    gc_collect_cycles();
}
$growth = memory_get_usage() - $before;
echo $growth < 500_000 ? 'flat' : "grew by $growth", "\n";
?>
--EXPECT--
flat
