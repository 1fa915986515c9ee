--TEST--
runtime_stats() counts; all live counters are 0 while dormant
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{runtime_stats, spawn, suspend, delay};

$s = runtime_stats();
echo implode(' ', array_keys($s)), "\n";
var_dump($s['coroutines_total'], $s['coroutines_active'], $s['microtasks_queue'], $s['coroutine_queue'], $s['resumed_queue'], $s['fiber_pool_min']);
var_dump(array_keys(array_filter($s, fn($v) => !is_int($v))));
$a = spawn(fn() => delay(60000));
$b = spawn(fn() => suspend());
$s = runtime_stats();
var_dump($s['coroutines_total'], $s['coroutine_queue']);
suspend();
$s = runtime_stats();
var_dump($s['coroutines_total'], $s['coroutines_active'], $s['coroutine_queue'], $s['resumed_queue'], $s['fiber_stack_size'] > 0);
$a->cancel();
try { runtime_stats(1); } catch (ArgumentCountError $e) { echo $e->getMessage(), "\n"; }
?>
--EXPECT--
coroutines_total coroutines_active microtasks_queue coroutine_queue resumed_queue fiber_pool_count fiber_pool_capacity fiber_pool_min fiber_stack_size fiber_pool_virtual_bytes interposition interposition_obstacle hooked_waits descriptor_waits helper_calls helper_queue helper_threads blocks longest_block_ms
int(0)
int(0)
int(0)
int(0)
int(0)
int(4)
array(3) {
  [0]=>
  string(13) "interposition"
  [1]=>
  string(22) "interposition_obstacle"
  [2]=>
  string(12) "hooked_waits"
}
int(3)
int(2)
int(3)
int(2)
int(1)
int(1)
bool(true)
Async\runtime_stats() expects exactly 0 arguments, 1 given
