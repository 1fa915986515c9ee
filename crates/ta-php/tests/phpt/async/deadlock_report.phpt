--TEST--
By default a deadlock prints a report before the error
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, current_coroutine, spawn};

spawn(function () { await(current_coroutine()); });
?>
--EXPECTF--
%ACoroutines waiting: 1%A
Fatal error: Uncaught Async\DeadlockError: Deadlock detected: no active coroutines, 1 coroutines in waiting in %A
