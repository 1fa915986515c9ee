--TEST--
What the channel holds is destroyed with it, and not before
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Channel;

class Noisy {
    function __construct(private string $name) {}
    function __destruct() { echo "$this->name goes\n"; }
}
$channel = new Channel(3);
$channel->send(new Noisy('first'));
$channel->send(new Noisy('second'));
$channel->sendAsync(new Noisy('third'));
var_dump($channel->sendAsync(new Noisy('refused')));
$channel->recv();
echo "close\n";
$channel->close();
unset($channel);
echo "end\n";
?>
--EXPECT--
refused goes
bool(false)
first goes
close
second goes
third goes
end
