--TEST--
Channels work in destructors at the end of the script
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Channel;
use function Async\spawn;

class Flusher {
    public $self;
    function __construct(private Channel $channel) {
        $this->self = $this;
    }
    function __destruct() {
        spawn(function () {
            foreach ($this->channel as $value) {
                echo "flushed $value\n";
            }
            echo "done\n";
        });
        $this->channel->send('one');
        $this->channel->send('two');
        $this->channel->close();
    }
}
new Flusher(new Channel);
echo "end of script\n";
?>
--EXPECT--
end of script
flushed one
flushed two
done
