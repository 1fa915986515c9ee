--TEST--
Several loops share the values
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Channel;
use function Async\{spawn, suspend};

$channel = new Channel(1);
foreach (['x', 'y'] as $name) {
    spawn(function () use ($channel, $name) {
        foreach ($channel as $value) {
            echo "$name got $value\n";
            suspend();
        }
        echo "$name ends\n";
    });
}
spawn(function () use ($channel) {
    for ($i = 1; $i <= 4; $i++) {
        $channel->send($i);
    }
    $channel->close();
});
?>
--EXPECT--
x got 1
y got 2
x got 3
x ends
y got 4
y ends
