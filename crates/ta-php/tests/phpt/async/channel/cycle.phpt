--TEST--
A channel that holds itself is collected
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Channel;

class Noisy {
    public $channel;
    function __destruct() { echo "collected\n"; }
}
$channel = new Channel(2);
$noisy = new Noisy;
$noisy->channel = $channel;
$channel->send($noisy);
$channel->send([$channel]);
unset($noisy, $channel);
echo "unset\n";
gc_collect_cycles();
$timed = new Channel(1, 1000, 1000);
$timed->sendAsync($timed);
unset($timed);
var_dump(gc_collect_cycles() > 0);
echo "end\n";
?>
--EXPECT--
unset
collected
bool(true)
end
