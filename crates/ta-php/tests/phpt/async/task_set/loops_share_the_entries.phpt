--TEST--
Parallel loops over one set see each entry once between them
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskSet;
use function Async\{await, delay, spawn};

$set = new TaskSet();
for ($i = 0; $i < 6; $i++) {
    $set->spawn(function () use ($i) { delay(1); return $i; });
}
$set->close();
$worker = function () use ($set) {
    $seen = [];
    foreach ($set as [$result]) {
        $seen[] = $result;
        delay(1);
    }
    return $seen;
};
$workers = [spawn($worker), spawn($worker)];
$seen = array_merge(await($workers[0]), await($workers[1]));
sort($seen);
echo implode(' ', $seen), ' ', count($set), "\n";
?>
--EXPECT--
0 1 2 3 4 5 0
