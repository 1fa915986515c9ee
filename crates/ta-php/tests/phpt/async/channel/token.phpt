--TEST--
A token that fires ends the wait
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Channel, OperationCanceledException};
use function Async\{delay, spawn, timeout};

$empty = new Channel(1);
$full = new Channel(1);
$full->send('kept');
$slot = new Channel;
$tokens = [
    'timeout' => fn() => timeout(2),
    'value' => fn() => spawn(function () { delay(2); return 1; }),
    'error' => fn() => spawn(function () { delay(2); throw new LogicException('token failed'); }),
];
foreach ($tokens as $what => $token) {
    foreach ([
        'recv' => fn() => $empty->recv($token()),
        'send' => fn() => $full->send('refused', $token()),
        'hand over' => fn() => $slot->send('refused', $token()),
    ] as $how => $wait) {
        try {
            $wait();
            echo "no exception\n";
        } catch (OperationCanceledException $e) {
            $previous = $e->getPrevious();
            echo "$what, $how: ", $e->getMessage(), ', ', $previous ? $previous::class . ' ' . $previous->getMessage() : 'no reason', "\n";
        }
    }
}
var_dump($empty->count(), $full->count(), $slot->count());
$empty->send(1);
echo $empty->recv(), $full->recv(), "\n";
?>
--EXPECT--
timeout, recv: Operation has been cancelled, Async\TimeoutException Timeout occurred after 2 milliseconds
timeout, send: Operation has been cancelled, Async\TimeoutException Timeout occurred after 2 milliseconds
timeout, hand over: Operation has been cancelled, Async\TimeoutException Timeout occurred after 2 milliseconds
value, recv: Operation has been cancelled, no reason
value, send: Operation has been cancelled, no reason
value, hand over: Operation has been cancelled, no reason
error, recv: Operation has been cancelled, LogicException token failed
error, send: Operation has been cancelled, LogicException token failed
error, hand over: Operation has been cancelled, LogicException token failed
int(0)
int(1)
int(0)
1kept
