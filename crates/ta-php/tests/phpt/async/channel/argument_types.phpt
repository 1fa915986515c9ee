--TEST--
Arguments are checked before anything happens
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Channel;

$channel = new Channel(1);
foreach ([
    fn() => $channel->send(),
    fn() => $channel->send(1, 'token'),
    fn() => $channel->send(1, new Channel),
    fn() => $channel->send(1, null, 2),
    fn() => $channel->recv('token'),
    fn() => $channel->sendAsync(),
    fn() => $channel->recvAsync(1),
    fn() => $channel->close(1),
    fn() => $channel->isClosed(1),
    fn() => $channel->capacity(1),
    fn() => $channel->count(1),
    fn() => $channel->isEmpty(1),
    fn() => $channel->isFull(1),
    fn() => $channel->getIterator(1),
] as $attempt) {
    try {
        $attempt();
        echo "no exception\n";
    } catch (Throwable $e) {
        echo $e::class, ': ', $e->getMessage(), "\n";
    }
}
var_dump($channel->count(), $channel->isClosed(), Async\get_coroutines());
?>
--EXPECT--
ArgumentCountError: Async\Channel::send() expects at least 1 argument, 0 given
TypeError: Async\Channel::send(): Argument #2 ($cancellationToken) must be of type ?Async\Completable, string given
TypeError: Async\Channel::send(): Argument #2 ($cancellationToken) must be of type ?Async\Completable, Async\Channel given
ArgumentCountError: Async\Channel::send() expects at most 2 arguments, 3 given
TypeError: Async\Channel::recv(): Argument #1 ($cancellationToken) must be of type ?Async\Completable, string given
ArgumentCountError: Async\Channel::sendAsync() expects exactly 1 argument, 0 given
ArgumentCountError: Async\Channel::recvAsync() expects exactly 0 arguments, 1 given
ArgumentCountError: Async\Channel::close() expects exactly 0 arguments, 1 given
ArgumentCountError: Async\Channel::isClosed() expects exactly 0 arguments, 1 given
ArgumentCountError: Async\Channel::capacity() expects exactly 0 arguments, 1 given
ArgumentCountError: Async\Channel::count() expects exactly 0 arguments, 1 given
ArgumentCountError: Async\Channel::isEmpty() expects exactly 0 arguments, 1 given
ArgumentCountError: Async\Channel::isFull() expects exactly 0 arguments, 1 given
ArgumentCountError: Async\Channel::getIterator() expects exactly 0 arguments, 1 given
int(0)
bool(false)
array(0) {
}
