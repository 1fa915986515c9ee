--TEST--
loadavg() is three floats, the same that cpu_usage() has
--EXTENSIONS--
true_async_server
--FILE--
<?php
$load = Async\loadavg();
var_dump(array_map('gettype', $load), min($load) >= 0, count(Async\cpu_usage()['loadavg']));
?>
--EXPECT--
array(3) {
  [0]=>
  string(6) "double"
  [1]=>
  string(6) "double"
  [2]=>
  string(6) "double"
}
bool(true)
int(3)
