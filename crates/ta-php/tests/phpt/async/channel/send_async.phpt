--TEST--
sendAsync() stores if there is room, and never waits
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Channel;

$channel = new Channel(2);
var_dump($channel->sendAsync(1), $channel->sendAsync(2), $channel->sendAsync(3));
echo $channel->recv(), "\n";
var_dump($channel->sendAsync(4));
$channel->close();
var_dump($channel->sendAsync(5));
echo $channel->recv(), $channel->recv(), "\n";
?>
--EXPECT--
bool(true)
bool(true)
bool(false)
1
bool(true)
bool(false)
24
