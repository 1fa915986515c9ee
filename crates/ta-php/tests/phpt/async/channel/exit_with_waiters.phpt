--TEST--
exit() in a coroutine leaves the others waiting as they are
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Channel;
use function Async\{spawn, suspend};

$channel = new Channel(1);
spawn(function () use ($channel) {
    echo 'got ' . $channel->recv() . "\n";
});
spawn(function () use ($channel) {
    foreach ($channel as $value) {
        echo "exit with $value\n";
        exit;
    }
});
spawn(function () use ($channel) {
    $channel->send(1);
    $channel->send(2);
    $channel->send(3);
    echo 'last: ' . $channel->recv() . "\n";
});
?>
--EXPECT--
got 1
exit with 2
last: 3
