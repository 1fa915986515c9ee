--TEST--
Receivers wait in order, and the sender goes on
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Channel;
use function Async\{spawn, suspend};

$channel = new Channel(3);
foreach (['x', 'y', 'z'] as $name) {
    spawn(function () use ($channel, $name) {
        echo "$name got " . $channel->recv() . "\n";
    });
}
suspend();
foreach ([1, 2, 3] as $n) {
    $channel->send($n);
    echo "sent $n\n";
}
?>
--EXPECT--
sent 1
sent 2
sent 3
x got 1
y got 2
z got 3
