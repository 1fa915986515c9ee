--TEST--
Thousands of waiters are served in order
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Channel;
use function Async\{spawn, suspend};

$channel = new Channel;
$got = [];
for ($i = 0; $i < 2000; $i++) {
    spawn(function () use ($channel, $i, &$got) {
        $got[$i] = $channel->recv();
    });
}
suspend();
for ($i = 0; $i < 2000; $i++) {
    $channel->send($i);
}
suspend();
var_dump($got === range(0, 1999));
?>
--EXPECT--
bool(true)
