--TEST--
The report names what each coroutine waits for, as far as it says something
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, await_all, spawn};

$kept = [];
$never = function () use (&$kept) { return new Async\Future($kept[] = new Async\FutureState()); };
spawn(fn() => await($never()));
$group = new Async\TaskGroup();
$group->spawn(fn() => await($never()));
$group->close();
spawn(fn() => $group->awaitCompletion());
$pool = new Async\Pool(fn() => 'resource', max: 1);
$pool->acquire();
spawn(fn() => $pool->acquire());
$channel = new Async\Channel(1);
$receiver = spawn(fn() => $channel->recv());
spawn(fn() => await_all([$never(), $receiver]));
?>
--EXPECTF--
%A
  waiting for: FutureState(pending)
%A
  waiting for: FutureState(pending)
%A
  waiting for: TaskGroup(total=1, active=1)
%A
  waiting for: Pool(idle=0, active=1, reserved=0, max=1)
%A
  waiting for: Channel(capacity=1, receivers=1, senders=0, reserved=0/0)
%A
  waiting for: FutureState(pending), Coroutine(%d)
=== DEADLOCK REPORT END ===

Fatal error: Uncaught Async\DeadlockError: Deadlock detected: no active coroutines, 6 coroutines in waiting in [no active file]:0
Stack trace:
#0 {main}
  thrown in [no active file] on line 0
