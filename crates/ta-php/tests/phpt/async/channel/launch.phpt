--TEST--
send, recv and foreach launch; nothing else does
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Channel;
use function Async\get_coroutines;

$channel = new Channel(3);
$channel->sendAsync(1);
$channel->recvAsync()->ignore();
$channel->isClosed();
$channel->capacity();
$channel->count();
$channel->isEmpty();
$channel->isFull();
$channel->getIterator();
(new Channel)->close();
echo count(get_coroutines()), "\n";
$channel->send(1);
echo count(get_coroutines()), "\n";
?>
--EXPECT--
0
1
