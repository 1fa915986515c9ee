--TEST--
foreach launches even when it need not wait
--EXTENSIONS--
true_async_server
--FILE--
<?php
$channel = new Async\Channel(3);
$channel->sendAsync(7);
$channel->close();
foreach ($channel as $value) {
    echo $value, "\n";
}
echo count(Async\get_coroutines()), "\n";
?>
--EXPECT--
7
1
