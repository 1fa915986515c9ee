--TEST--
Without capacity closing withdraws a value that nobody was promised
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Channel, ChannelException};
use function Async\{spawn, suspend};

class Noisy {
    function __destruct() { echo "the value goes back\n"; }
}
$channel = new Channel;
spawn(function () use ($channel) {
    try {
        $channel->send(new Noisy);
        echo "sent\n";
    } catch (ChannelException $e) {
        echo $e->getMessage(), "\n";
    }
});
suspend();
var_dump($channel->count());
$channel->close();
var_dump($channel->count());
suspend();

$channel = new Channel;
spawn(function () use ($channel) {
    $channel->send('taken');
    echo "acknowledged\n";
});
suspend();
echo $channel->recv(), "\n";
$channel->close();
suspend();
?>
--EXPECT--
int(1)
int(0)
the value goes back
Channel is closed
taken
acknowledged
