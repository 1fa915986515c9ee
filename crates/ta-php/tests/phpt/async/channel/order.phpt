--TEST--
Values come out in the order they went in
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Channel;
use function Async\spawn;

$channel = new Channel(3);
spawn(function () use ($channel) {
    foreach (['a', 'b', 'c', 'd', 'e'] as $value) {
        $channel->send($value);
        echo "sent $value\n";
    }
});
spawn(function () use ($channel) {
    for ($i = 0; $i < 5; $i++) {
        echo 'got ' . $channel->recv() . "\n";
    }
});
?>
--EXPECT--
sent a
sent b
sent c
got a
got b
got c
sent d
sent e
got d
got e
