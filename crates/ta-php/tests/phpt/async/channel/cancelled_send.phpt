--TEST--
A cancelled send takes its value back, unless somebody has it
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{AsyncCancellation, Channel};
use function Async\{spawn, suspend};

function sender(Channel $channel, $value) {
    return spawn(function () use ($channel, $value) {
        try {
            $channel->send($value);
            echo "$value sent\n";
        } catch (AsyncCancellation $e) {
            echo "$value: ", $e->getMessage(), "\n";
        }
    });
}
$channel = new Channel;
$first = sender($channel, 'first');
$second = sender($channel, 'second');
suspend();
$first->cancel();
suspend();
echo 'got ' . $channel->recv() . "\n";
suspend();

$third = sender($channel, 'third');
suspend();
echo 'got ' . $channel->recv() . "\n";
$third->cancel();
suspend();
var_dump($channel->count());
?>
--EXPECT--
first: Coroutine cancelled
second sent
got second
got third
third: Coroutine cancelled
int(0)
