--TEST--
A value promised to a woken receiver is nobody else's
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Channel;
use function Async\{spawn, suspend};

$channel = new Channel(2);
spawn(function () use ($channel) {
    echo 'first got ' . $channel->recv() . "\n";
});
suspend();
$channel->send('a');
var_dump($channel->isEmpty());
$future = $channel->recvAsync();
var_dump($future->isCompleted());
spawn(function () use ($channel) {
    foreach ($channel as $value) {
        echo "loop got $value\n";
        break;
    }
});
$channel->send('b');
var_dump($future->isCompleted());
echo 'future got ', $future->await(), "\n";
suspend();
$channel->send('c');
?>
--EXPECT--
bool(false)
bool(false)
bool(true)
future got b
first got a
loop got c
