--TEST--
Two coroutines that await each other are a deadlock, main counts when it waits
--EXTENSIONS--
true_async_server
--INI--
async.debug_deadlock=0
--FILE--
<?php
use function Async\{await, spawn};

$one = spawn(function () use (&$two) { await($two); });
$two = spawn(function () use ($one) { await($one); });
try {
    await($one);
} finally {
    echo "main is let go\n";
}
echo "never\n";
?>
--EXPECTF--
main is let go

Fatal error: Uncaught Async\DeadlockError: Deadlock detected: no active coroutines, 3 coroutines in waiting in %A
