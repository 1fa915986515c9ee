--TEST--
A sender that was promised room fails when the channel is closed first
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Channel, ChannelException};
use function Async\{spawn, suspend};

$channel = new Channel(1);
$channel->send(1);
spawn(function () use ($channel) {
    try {
        $channel->send(2);
        echo "sent\n";
    } catch (ChannelException $e) {
        echo $e->getMessage(), "\n";
    }
});
suspend();
$channel->recv();
$channel->close();
suspend();
var_dump($channel->count());
?>
--EXPECT--
Channel is closed
int(0)
