--TEST--
recvAsync() of a closed channel takes what is left, then fails
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Channel, ChannelException};

$channel = new Channel(1);
$channel->send(1);
$channel->close();
echo $channel->recvAsync()->await(), "\n";
$future = $channel->recvAsync();
var_dump($future->isCompleted(), $future->isCancelled());
try {
    $future->await();
} catch (ChannelException $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
1
bool(true)
bool(false)
Channel is closed
