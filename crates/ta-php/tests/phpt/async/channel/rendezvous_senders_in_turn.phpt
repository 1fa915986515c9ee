--TEST--
Without capacity taking a value hands the slot to the next sender
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Channel;
use function Async\{spawn, suspend};

$channel = new Channel;
foreach ([1, 2, 3] as $n) {
    spawn(function () use ($channel, $n) {
        $channel->send($n);
        echo "sent $n\n";
    });
}
suspend();
echo 'got ' . $channel->recv() . "\n";
var_dump($channel->sendAsync('in between'));
echo 'got ' . $channel->recv() . "\n";
echo 'got ' . $channel->recv() . "\n";
?>
--EXPECT--
got 1
bool(false)
sent 1
sent 2
got 2
sent 3
got 3
