--TEST--
A set that is fed and drained for long holds only what is undelivered
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskSet;
use function Async\{await, suspend};

$set = new TaskSet(4);
$sum = $most = 0;
$before = null;
for ($i = 0; $i < 5000; $i++) {
    $set->spawn(function () use ($i) { suspend(); return $i; });
    if (count($set) >= 8) {
        $sum += await($set->joinNext());
    }
    $most = max($most, count($set));
    if ($i === 1000) {
        $before = memory_get_usage();
    }
}
var_dump(memory_get_usage() - $before < 64 * 1024);
while (count($set)) {
    $sum += await($set->joinNext());
}
echo "$sum, at most $most\n";
?>
--EXPECT--
bool(true)
12497500, at most 7
