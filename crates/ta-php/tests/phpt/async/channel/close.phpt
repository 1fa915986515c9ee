--TEST--
A closed channel refuses values, gives what it holds, then fails
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Channel, ChannelCloseReason, ChannelException};

$channel = new Channel(2);
$channel->send(1);
$channel->send(2);
var_dump($channel->isClosed());
$channel->close();
$channel->close();
var_dump($channel->isClosed(), $channel->sendAsync(3));
echo $channel->recv(), $channel->recv(), "\n";
foreach ([fn() => $channel->send(4), fn() => $channel->recv()] as $attempt) {
    try {
        $attempt();
    } catch (ChannelException $e) {
        echo $e::class, ': ', $e->getMessage(), ' (', $e->reason->name, ")\n";
        var_dump($e->reason === ChannelCloseReason::EXPLICIT, $e instanceof Async\AsyncException);
    }
}
?>
--EXPECT--
bool(false)
bool(true)
bool(false)
12
Async\ChannelException: Channel is closed (EXPLICIT)
bool(true)
bool(true)
Async\ChannelException: Channel is closed (EXPLICIT)
bool(true)
bool(true)
