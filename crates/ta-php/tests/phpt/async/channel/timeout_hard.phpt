--TEST--
A hard timeout keeps the process alive, and fires after the full time
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Channel, ChannelException};
use function Async\spawn;

$started = hrtime(true);
$channel = new Channel(0, 30, 40, true);
foreach (['x', 'y'] as $name) {
    spawn(function () use ($channel, $name) {
        try {
            $channel->recv();
        } catch (ChannelException $e) {
            echo "$name: ", $e->getMessage(), ' (', $e->reason->name, ")\n";
        }
    });
}
try {
    $channel->recvAsync()->await();
} catch (ChannelException $e) {
    echo 'main: ', $e->getMessage(), "\n";
}
var_dump(hrtime(true) - $started >= 30_000_000);

$started = hrtime(true);
$channel = new Channel(0, 30, 40, true);
try {
    $channel->send(1);
} catch (ChannelException $e) {
    echo $e->getMessage(), ' (', $e->reason->name, ")\n";
}
var_dump(hrtime(true) - $started >= 40_000_000);
?>
--EXPECT--
main: Channel deadlock: no producers
bool(true)
x: Channel deadlock: no producers (NO_PRODUCERS)
y: Channel deadlock: no producers (NO_PRODUCERS)
Channel deadlock: no consumers (NO_CONSUMERS)
bool(true)
