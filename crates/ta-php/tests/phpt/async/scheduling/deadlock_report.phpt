--TEST--
A deadlock is reported with who waits for what and where, then raised
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

function wait_for(&$who) { await($who); }
$a = spawn(function () use (&$b) { wait_for($b); });
$b = spawn(function () use (&$a) { wait_for($a); });
echo "end of main\n";
?>
--EXPECTF--
end of main

=== DEADLOCK REPORT START ===
Coroutines waiting: 2, active_events: 0

Coroutine %d: {closure%S}
  spawned at %sdeadlock_report.php:5
  suspended at %sdeadlock_report.php:4
  waiting for: Coroutine(%d)

Coroutine %d: {closure%S}
  spawned at %sdeadlock_report.php:6
  suspended at %sdeadlock_report.php:4
  waiting for: Coroutine(%d)
=== DEADLOCK REPORT END ===

Fatal error: Uncaught Async\DeadlockError: Deadlock detected: no active coroutines, 2 coroutines in waiting in [no active file]:0
Stack trace:
#0 {main}
  thrown in [no active file] on line 0
