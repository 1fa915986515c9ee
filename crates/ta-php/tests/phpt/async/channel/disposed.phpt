--TEST--
Futures fail when the channel object goes
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Channel, ChannelException};

$channel = new Channel(1);
$future = $channel->recvAsync();
unset($channel);
try {
    $future->await();
} catch (ChannelException $e) {
    echo $e->getMessage(), ' (', $e->reason->value, ")\n";
}
?>
--EXPECT--
Channel disposed (disposed)
