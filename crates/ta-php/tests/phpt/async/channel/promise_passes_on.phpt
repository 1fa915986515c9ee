--TEST--
A promise that is not used goes to the next in line, or is free again
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{AsyncCancellation, Channel};
use function Async\{spawn, suspend};

$channel = new Channel(1);
$receivers = [];
foreach (['x', 'y'] as $name) {
    $receivers[] = spawn(function () use ($channel, $name) {
        try {
            echo "$name got " . $channel->recv() . "\n";
        } catch (AsyncCancellation $e) {
            echo "$name: ", $e->getMessage(), "\n";
        }
    });
}
suspend();
$channel->send(1);
$receivers[0]->cancel();
suspend();
suspend();

$last = spawn(fn() => $channel->recv());
suspend();
$channel->send(2);
$last->cancel();
suspend();
var_dump($channel->count());
echo $channel->recvAsync()->await(), "\n";
?>
--EXPECT--
x: Coroutine cancelled
y got 1
int(1)
2
