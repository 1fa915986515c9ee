--TEST--
A cancelled waiter leaves the line
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Channel;
use function Async\{spawn, suspend};

$channel = new Channel(1);
$channel->send(0);
$cancelled = spawn(fn() => $channel->send(1));
spawn(function () use ($channel) {
    $channel->send(2);
    echo "sent 2\n";
});
suspend();
$cancelled->cancel();
suspend();
echo $channel->recv(), "\n";
suspend();
echo $channel->recv(), "\n";

$cancelled = spawn(fn() => $channel->recv());
$receiver = spawn(fn() => $channel->recv());
suspend();
$cancelled->cancel();
$channel->send(3);
suspend();
suspend();
var_dump($receiver->getResult(), $cancelled->isCancelled());
?>
--EXPECT--
0
sent 2
2
int(3)
bool(true)
