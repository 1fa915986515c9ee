--TEST--
A token that has fired ends send and recv before they do anything
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Channel, Future, OperationCanceledException};

$channel = new Channel(3);
$channel->send('there');
$closed = new Channel(1);
$closed->close();
foreach ([
    fn() => $channel->recv(Future::completed(1)),
    fn() => $channel->send(2, Future::failed(new LogicException('before'))),
    fn() => $closed->recv(Future::completed(1)),
    fn() => $closed->send(2, Future::completed(1)),
] as $attempt) {
    try {
        $attempt();
        echo "no exception\n";
    } catch (OperationCanceledException $e) {
        echo $e->getMessage(), ', ', $e->getPrevious()?->getMessage() ?? 'no reason', "\n";
    }
}
var_dump($channel->count());
?>
--EXPECT--
Operation has been cancelled, no reason
Operation has been cancelled, before
Operation has been cancelled, no reason
Operation has been cancelled, no reason
int(1)
