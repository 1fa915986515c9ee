--TEST--
A soft timeout fires while something else is alive
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Channel, ChannelException};
use function Async\{delay, spawn};

$alive = true;
spawn(function () use (&$alive) {
    while ($alive) {
        delay(5);
    }
});
$channel = new Channel(0, 10, 20);
try {
    $channel->recv();
} catch (ChannelException $e) {
    echo $e->getMessage(), ' (', $e->reason->value, ")\n";
}
$channel = new Channel(0, 10, 20);
try {
    $channel->send(1);
} catch (ChannelException $e) {
    echo $e->getMessage(), ' (', $e->reason->value, ")\n";
}
$alive = false;
?>
--EXPECT--
Channel deadlock: no producers (no producers timeout)
Channel deadlock: no consumers (no consumers timeout)
