--TEST--
A dropped future leaves the line, and takes no value with it
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Channel;

$channel = new Channel(1);
$dropped = $channel->recvAsync()->ignore();
$cancelled = $channel->recvAsync()->ignore();
$kept = $channel->recvAsync();
unset($dropped);
$cancelled->cancel();
$channel->send('value');
var_dump($kept->isCompleted());
echo $kept->await(), "\n";
?>
--EXPECT--
bool(true)
value
