--TEST--
Counters of two snapshots never go backwards, and work in between shows
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\CpuSnapshot;

$names = ['wallNs', 'processUserNs', 'processSystemNs', 'systemIdleNs', 'systemBusyNs', 'cpuCount'];
$before = CpuSnapshot::now();
for ($until = hrtime(true) + 30_000_000; hrtime(true) < $until;) {
}
$after = CpuSnapshot::now();
var_dump(array_keys(get_object_vars($before)) === $names);
foreach ($names as $name) {
    echo $name, ' ', is_int($before->$name) && $before->$name >= 0 ? 'int' : 'odd', ' ', $after->$name >= $before->$name ? 'forward' : 'backward', "\n";
}
$cpu = fn($s) => $s->processUserNs + $s->processSystemNs;
var_dump($after->wallNs - $before->wallNs >= 30_000_000, $cpu($after) > $cpu($before), $before->cpuCount >= 1);
?>
--EXPECT--
bool(true)
wallNs int forward
processUserNs int forward
processSystemNs int forward
systemIdleNs int forward
systemBusyNs int forward
cpuCount int forward
bool(true)
bool(true)
bool(true)
