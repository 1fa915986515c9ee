--TEST--
Room promised to a woken sender is nobody else's
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Channel;
use function Async\{spawn, suspend};

$channel = new Channel(1);
$channel->send('a');
spawn(function () use ($channel) {
    $channel->send('b');
    echo "sent b\n";
});
suspend();
echo $channel->recv(), "\n";
var_dump($channel->isFull(), $channel->sendAsync('c'));
suspend();
echo $channel->recv(), "\n";
?>
--EXPECT--
a
bool(false)
bool(false)
sent b
b
