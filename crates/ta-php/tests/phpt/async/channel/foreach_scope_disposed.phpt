--TEST--
A loop over a channel that was not closed by hand fails with the reason
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Channel, ChannelException, Scope};
use function Async\{await, spawn, suspend};

$scope = new Scope;
$channel = await($scope->spawn(fn() => new Channel(1)));
spawn(function () use ($channel) {
    try {
        foreach ($channel as $value) {
            echo "got $value\n";
        }
        echo "never\n";
    } catch (ChannelException $e) {
        echo $e->getMessage(), ' (', $e->reason->name, ")\n";
    }
});
$channel->send(1);
suspend();
$scope->dispose();
suspend();
?>
--EXPECT--
got 1
Channel closed: owner scope disposed (SCOPE_DISPOSED)
