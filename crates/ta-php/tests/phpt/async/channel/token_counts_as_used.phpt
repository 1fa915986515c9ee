--TEST--
A future used as a token counts as used though nothing had to wait
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Channel, Future, FutureState};

$channel = new Channel(1);
$state = new FutureState;
$channel->send(1, new Future($state));
echo $channel->recv(new Future($state)), "\n";
unset($state);
echo "end\n";
?>
--EXPECT--
1
end
