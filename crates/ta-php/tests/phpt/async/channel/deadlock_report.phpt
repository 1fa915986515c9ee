--TEST--
The deadlock report says which channels are waited for
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Channel;
use function Async\spawn;

$channel = new Channel(3);
spawn(fn() => $channel->recv());
$full = new Channel(1);
$full->send(1);
$full->send(2);
?>
--EXPECTF--
%AChannel(capacity=1, receivers=0, senders=1, reserved=0/0)%AChannel(capacity=3, receivers=1, senders=0, reserved=0/0)%A
Fatal error: Uncaught Async\DeadlockError: Deadlock detected: no active coroutines, 2 coroutines in waiting in %A
