--TEST--
No more tasks run at once than allowed, and they start in order
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskGroup;
use function Async\{await, delay};

$running = $most = 0;
$order = [];
$group = new TaskGroup(3, 0);
for ($i = 0; $i < 10; $i++) {
    $group->spawn(function () use ($i, &$running, &$most, &$order) {
        $order[] = $i;
        $most = max($most, ++$running);
        delay(1 + $i % 3);
        $running--;
        return $i * $i;
    });
}
echo implode(' ', await($group->all())), "\n";
echo implode(' ', $order), "\n";
echo "at most $most\n";
?>
--EXPECT--
0 1 4 9 16 25 36 49 64 81
0 1 2 3 4 5 6 7 8 9
at most 3
