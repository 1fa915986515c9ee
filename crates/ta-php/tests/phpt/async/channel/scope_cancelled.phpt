--TEST--
A channel is closed when the scope it was made in is cancelled
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Channel, ChannelException, Scope};
use function Async\{await, spawn, suspend};

$scope = new Scope;
$channel = await($scope->spawn(fn() => new Channel));
spawn(function () use ($channel) {
    try {
        $channel->recv();
    } catch (ChannelException $e) {
        echo 'outside: ', $e->getMessage(), ' (', $e->reason->value, ")\n";
    }
});
$scope->spawn(function () use ($channel) {
    try {
        $channel->recv();
    } catch (ChannelException $e) {
        echo 'inside: ', $e->getMessage(), ', then ', $e->getPrevious()->getMessage(), "\n";
    }
});
suspend();
$scope->cancel();
var_dump($channel->isClosed(), $channel->sendAsync(1));
suspend();
?>
--EXPECT--
bool(true)
bool(false)
outside: Channel closed: owner scope disposed (scope disposed)
inside: Channel closed: owner scope disposed, then Scope was cancelled
