--TEST--
A receiver that was promised a value gets it though the channel was closed
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Channel, ChannelException};
use function Async\{spawn, suspend};

foreach ([0, 1] as $capacity) {
    $channel = new Channel($capacity);
    foreach (['x', 'y'] as $name) {
        spawn(function () use ($channel, $name) {
            try {
                echo "$name got " . $channel->recv() . "\n";
            } catch (ChannelException $e) {
                echo "$name: ", $e->getMessage(), "\n";
            }
        });
    }
    suspend();
    $channel->send('value');
    $channel->close();
    echo "closed\n";
    suspend();
}
?>
--EXPECT--
closed
x got value
y: Channel is closed
closed
x got value
y: Channel is closed
