--TEST--
Without capacity a waiting receiver lets send return at once
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Channel;
use function Async\{spawn, suspend};

$channel = new Channel;
spawn(function () use ($channel) {
    echo "waiting\n";
    echo 'got ' . $channel->recv() . "\n";
});
suspend();
$channel->send('value');
echo "sent\n";
var_dump($channel->isFull());
suspend();
var_dump($channel->isFull());
?>
--EXPECT--
waiting
sent
bool(true)
got value
bool(false)
