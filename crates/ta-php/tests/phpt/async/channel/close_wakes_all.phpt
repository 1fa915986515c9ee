--TEST--
Closing fails all who wait with one exception
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Channel, ChannelException};
use function Async\{spawn, suspend};

$empty = new Channel(1);
$full = new Channel(1);
$full->send(0);
$seen = [];
foreach (['x', 'y'] as $name) {
    spawn(function () use ($empty, $name, &$seen) {
        try {
            $empty->recv();
        } catch (ChannelException $e) {
            echo "$name: ", $e->getMessage(), "\n";
            $seen[] = $e;
        }
    });
}
$future = $empty->recvAsync();
foreach (['a', 'b'] as $name) {
    spawn(function () use ($full, $name) {
        try {
            $full->send(1);
        } catch (ChannelException $e) {
            echo "$name: ", $e->getMessage(), "\n";
        }
    });
}
suspend();
$empty->close();
$full->close();
echo "closed\n";
try {
    $future->await();
} catch (ChannelException $e) {
    $seen[] = $e;
}
suspend();
var_dump(count($seen), $seen[0] === $seen[1] && $seen[1] === $seen[2]);
echo $full->recv(), "\n";
?>
--EXPECT--
closed
x: Channel is closed
y: Channel is closed
a: Channel is closed
b: Channel is closed
int(3)
bool(true)
0
