--TEST--
A cancellation is thrown out of the loop
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{AsyncCancellation, Channel};
use function Async\{spawn, suspend};

$channel = new Channel(1);
$worker = spawn(function () use ($channel) {
    try {
        foreach ($channel as $value) {
            echo "got $value\n";
        }
        echo "never\n";
    } catch (AsyncCancellation $e) {
        echo $e->getMessage(), "\n";
    }
});
$channel->send(1);
suspend();
$worker->cancel(new AsyncCancellation('enough'));
suspend();
$channel->send(2);
echo $channel->recv(), "\n";
?>
--EXPECT--
got 1
enough
2
