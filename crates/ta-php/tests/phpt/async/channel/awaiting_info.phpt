--TEST--
getAwaitingInfo() of a waiting coroutine names the channel
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Channel;
use function Async\{spawn, suspend};

$channel = new Channel;
$sender = spawn(fn() => $channel->send(1));
$next = spawn(fn() => $channel->send(2));
suspend();
print_r($sender->getAwaitingInfo());
$channel->recv();
$channel->recv();
?>
--EXPECT--
Array
(
    [0] => Channel(capacity=0, receivers=0, senders=2, reserved=0/0)
)
