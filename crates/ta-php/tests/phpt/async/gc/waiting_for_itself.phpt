--TEST--
A coroutine that waits on a channel which only it could serve is kept, found as a deadlock, and freed
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{spawn, suspend};
use Async\Channel;

final class Witness
{
    public mixed $ref = null;
    public function __destruct() { echo "freed\n"; }
}
ini_set('async.debug_deadlock', '0');
set_exception_handler(fn(Throwable $e) => print(get_class($e) . "\n"));
spawn(function () {
    $witness = new Witness();
    $witness->ref = [$witness, $channel = new Channel(0), Async\current_coroutine()];
    try {
        $channel->recv();
    } catch (Cancellation $e) {
        echo get_class($e), "\n";
    }
});
suspend();
gc_collect_cycles();
echo "collected\n";
?>
--EXPECT--
collected
Async\AsyncCancellation
Async\DeadlockError
freed
