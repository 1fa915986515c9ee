--TEST--
When nothing else is alive, soft timeouts close all starving channels at once
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Channel, ChannelException};
use function Async\spawn;

$started = microtime(true);
$one = new Channel(0, 60_000, 60_000);
$other = new Channel(1, 60_000, 60_000);
$other->send(0);
spawn(function () use ($one) {
    try {
        $one->recv();
    } catch (ChannelException $e) {
        echo $e->getMessage(), ' (', $e->reason->value, ")\n";
    }
});
spawn(function () use ($other) {
    try {
        $other->send(1);
    } catch (ChannelException $e) {
        echo $e->getMessage(), ' (', $e->reason->value, ")\n";
    }
});
try {
    foreach (new Channel(0, 60_000) as $value) {
        echo "never\n";
    }
} catch (ChannelException $e) {
    echo 'loop: ', $e->getMessage(), "\n";
}
var_dump($one->isClosed(), $other->isClosed(), microtime(true) - $started < 30);
?>
--EXPECT--
loop: Channel deadlock
bool(true)
bool(true)
bool(true)
Channel deadlock (deadlock)
Channel deadlock (deadlock)
