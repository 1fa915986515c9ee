--TEST--
The token counts from the call on, whether or not anybody waits
--EXTENSIONS--
true_async_server
posix
pcntl
--FILE--
<?php
use Async\Signal;
use function Async\{await, delay, signal, timeout};

$future = signal(Signal::SIGUSR1, timeout(20));
delay(200);
var_dump($future->isCompleted());
try {
    await($future);
} catch (Async\TimeoutException $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
bool(true)
Timeout occurred after 20 milliseconds
