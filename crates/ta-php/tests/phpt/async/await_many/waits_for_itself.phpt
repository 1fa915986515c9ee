--TEST--
A coroutine among its own triggers waits for the others, or is a deadlock
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, await_all, await_first_success, current_coroutine, spawn};

$self = spawn(function () {
    [$value, $errors] = await_first_success([current_coroutine(), spawn(fn() => 'other')]);
    echo $value, ' ', count($errors), "\n";
    return 'still here';
});
echo await($self), "\n";
ini_set('async.debug_deadlock', '0');
$stuck = spawn(function () {
    try {
        await_all([current_coroutine()]);
    } catch (Async\AsyncCancellation $e) {
        echo $e->getMessage(), "\n";
    }
});
?>
--EXPECTF--
other 0
still here
Deadlock detected

Fatal error: Uncaught Async\DeadlockError: Deadlock detected: no active coroutines, 1 coroutines in waiting in [no active file]:0
%A
