--TEST--
recvAsync() is settled at once when a value is there, else it waits in line
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Channel;
use function Async\{await, spawn, suspend};

$channel = new Channel(3);
$channel->send(1);
$ready = $channel->recvAsync();
var_dump($ready->isCompleted(), $ready->await(), $channel->count());

spawn(function () use ($channel) {
    echo 'coroutine got ' . $channel->recv() . "\n";
});
suspend();
$future = $channel->recvAsync();
var_dump($future->isCompleted());
$channel->send('a');
$channel->send('b');
var_dump($future->isCompleted());
echo 'future got ', await($future), "\n";
suspend();
?>
--EXPECT--
bool(true)
int(1)
int(0)
bool(false)
bool(true)
future got b
coroutine got a
