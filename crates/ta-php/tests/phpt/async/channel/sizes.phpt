--TEST--
count(), isEmpty() and isFull() tell what is physically there
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Channel;

function show(Channel $channel): void {
    echo $channel->count(), count($channel), ' ', json_encode([$channel->isEmpty(), $channel->isFull(), $channel->capacity()]), "\n";
}
$channel = new Channel(2);
show($channel);
$channel->send('a');
show($channel);
$channel->send('b');
show($channel);
$channel->recv();
show($channel);
$none = new Channel;
show($none);
$none->sendAsync(1);
show($none);
?>
--EXPECT--
00 [true,false,2]
11 [false,false,2]
22 [false,true,2]
11 [false,false,2]
00 [true,false,0]
11 [false,true,0]
