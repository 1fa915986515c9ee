--TEST--
Futures that the API makes follow the same rules; one that is cancelled leaves its queue
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Channel, Future};
use function Async\{await, suspend};

$channel = new Channel(2);
$forgotten = $channel->recvAsync(); // line 6
unset($forgotten); // line 7
$cancelled = $channel->recvAsync()->ignore();
$cancelled->cancel();
$kept = $channel->recvAsync();
$channel->recvAsync()->map(function ($v) {
    echo "step got $v\n";
})->ignore();
$channel->sendAsync('one');
$channel->sendAsync('two');
echo await($kept), "\n";
suspend();
var_dump($channel->isEmpty());
echo basename($kept->getCreatedLocation()), ' ', basename($kept->getCompletedLocation()), "\n";
?>
--EXPECTF--

Warning: Future was never used; %s Created at %smade_by_the_api.php:6 in %smade_by_the_api.php on line 7
one
step got two
bool(true)
made_by_the_api.php:10 made_by_the_api.php:14
