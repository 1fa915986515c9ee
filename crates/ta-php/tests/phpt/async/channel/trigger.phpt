--TEST--
A channel as a trigger counts as settled at its next notification
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Channel;
use function Async\{await_any_or_fail, spawn, suspend};

$channel = new Channel(1);
spawn(function () use ($channel) {
    echo "sending\n";
    $channel->send(1);
});
var_dump(await_any_or_fail([$channel]));
var_dump($channel->count());
$channel->close();
var_dump(await_any_or_fail([$channel]));
?>
--EXPECT--
sending
NULL
int(1)
NULL
