--TEST--
A full channel makes senders wait, in order
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Channel;
use function Async\{spawn, suspend};

$channel = new Channel(1);
foreach ([1, 2, 3] as $n) {
    spawn(function () use ($channel, $n) {
        $channel->send($n);
        echo "sent $n\n";
    });
}
suspend();
echo "now receive\n";
for ($i = 0; $i < 3; $i++) {
    echo 'got ' . $channel->recv() . "\n";
}
?>
--EXPECT--
sent 1
now receive
got 1
sent 2
got 2
sent 3
got 3
