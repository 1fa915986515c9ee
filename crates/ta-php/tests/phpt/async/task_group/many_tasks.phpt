--TEST--
Ten thousand tasks, a few at a time
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskGroup;
use function Async\{await, suspend};

$group = new TaskGroup(50);
$sum = 0;
for ($i = 0; $i < 10000; $i++) {
    $group->spawn(function () use ($i) { suspend(); return $i; });
}
$group->close();
foreach ($group as $key => [$result]) {
    $sum += $result;
}
echo $sum, ' ', count($group), "\n";
?>
--EXPECT--
49995000 10000
