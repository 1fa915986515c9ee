--TEST--
foreach takes values in order, with null for keys, until the channel is closed
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Channel;
use function Async\spawn;

$channel = new Channel(2);
spawn(function () use ($channel) {
    foreach (['a', 'b', 'c', 'd'] as $value) {
        $channel->send($value);
    }
    $channel->close();
    echo "closed\n";
});
foreach ($channel as $key => $value) {
    echo json_encode($key), " => $value\n";
}
echo "end\n";
?>
--EXPECT--
null => a
null => b
closed
null => c
null => d
end
