--TEST--
A loop goes on where the last one stopped
--EXTENSIONS--
true_async_server
--FILE--
<?php
$channel = new Async\Channel(4);
foreach ([1, 2, 3, 4] as $value) {
    $channel->send($value);
}
foreach ($channel as $value) {
    echo "first $value\n";
    if ($value === 2) {
        break;
    }
}
$channel->close();
foreach ($channel as $value) {
    echo "second $value\n";
}
foreach ($channel as $value) {
    echo "never\n";
}
echo "end\n";
?>
--EXPECT--
first 1
first 2
second 3
second 4
end
