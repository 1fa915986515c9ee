--TEST--
cpu_usage() has nothing to compare with at first, and then tells what happened since
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\cpu_usage;

$first = cpu_usage();
var_dump(array_keys($first));
var_dump($first['process_cores'], $first['process_percent'], $first['system_percent'], $first['interval_sec']);
for ($until = hrtime(true) + 100_000_000; hrtime(true) < $until;) {
}
$second = cpu_usage();
var_dump($second['process_cores'] > 0, $second['process_percent'] > 0 && $second['process_percent'] <= 100,
    $second['system_percent'] >= 0 && $second['system_percent'] <= 100, $second['interval_sec'] >= 0.1,
    $second['cpu_count'] === Async\CpuSnapshot::now()->cpuCount);
$third = cpu_usage();
var_dump($third['interval_sec'] < $second['interval_sec']);
?>
--EXPECT--
array(6) {
  [0]=>
  string(13) "process_cores"
  [1]=>
  string(15) "process_percent"
  [2]=>
  string(14) "system_percent"
  [3]=>
  string(9) "cpu_count"
  [4]=>
  string(12) "interval_sec"
  [5]=>
  string(7) "loadavg"
}
float(0)
float(0)
float(0)
float(0)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
