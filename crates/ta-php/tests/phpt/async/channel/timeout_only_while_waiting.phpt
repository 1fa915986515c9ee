--TEST--
Nobody is timed while nobody waits in vain
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Channel;
use function Async\{delay, spawn};

$channel = new Channel(2, 20, 20, true);
$channel->send(1);
delay(50);
var_dump($channel->isClosed());
spawn(function () use ($channel) {
    delay(2);
    $channel->send(2);
});
echo $channel->recv(), $channel->recv(), "\n";
delay(50);
var_dump($channel->isClosed());
$channel->recvAsync()->ignore();
delay(50);
var_dump($channel->isClosed());
?>
--EXPECT--
bool(false)
12
bool(false)
bool(false)
