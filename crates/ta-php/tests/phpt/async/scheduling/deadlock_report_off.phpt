--TEST--
async.debug_deadlock=0 leaves only the error, also when set at run time
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn};

ini_set('async.debug_deadlock', '0');
var_dump(ini_get('async.debug_deadlock'));
$a = spawn(function () use (&$a) { await($a); });
?>
--EXPECTF--
string(1) "0"

Fatal error: Uncaught Async\DeadlockError: Deadlock detected: no active coroutines, 1 coroutines in waiting in [no active file]:0
Stack trace:
#0 {main}
  thrown in [no active file] on line 0
