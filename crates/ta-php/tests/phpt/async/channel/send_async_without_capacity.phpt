--TEST--
Without capacity sendAsync() parks one value, receiver or not
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Channel;
use function Async\{spawn, suspend};

$channel = new Channel;
var_dump($channel->sendAsync(1), $channel->sendAsync(2), $channel->count());
spawn(function () use ($channel) {
    $channel->send(3);
    echo "sent 3\n";
});
suspend();
echo $channel->recv(), "\n";
echo $channel->recv(), "\n";
?>
--EXPECT--
bool(true)
bool(false)
int(1)
1
sent 3
3
