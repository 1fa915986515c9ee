--TEST--
A chain on the future waits though nobody holds the future itself
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Channel;
use function Async\suspend;

$channel = new Channel(1);
$channel->recvAsync()->map(function ($value) {
    echo "mapped $value\n";
})->ignore();
$channel->send('value');
echo "sent\n";
suspend();
var_dump($channel->isEmpty());
?>
--EXPECT--
sent
mapped value
bool(true)
