--TEST--
Without capacity a send lasts until the value is taken
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Channel;
use function Async\{spawn, suspend};

$channel = new Channel;
spawn(function () use ($channel) {
    echo "sending\n";
    $channel->send('value');
    echo "sent\n";
});
suspend();
var_dump($channel->count(), $channel->isFull(), $channel->isEmpty());
echo 'got ' . $channel->recv() . "\n";
var_dump($channel->count(), $channel->isFull(), $channel->isEmpty());
suspend();
?>
--EXPECT--
sending
int(1)
bool(true)
bool(false)
got value
int(0)
bool(false)
bool(true)
sent
