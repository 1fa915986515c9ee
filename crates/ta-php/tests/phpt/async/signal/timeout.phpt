--TEST--
A timeout that comes first rejects the future with its own error
--EXTENSIONS--
true_async_server
posix
pcntl
--FILE--
<?php
use Async\Signal;
use function Async\{await, signal, timeout};

try {
    await(signal(Signal::SIGUSR1, timeout(20)));
} catch (Async\TimeoutException $e) {
    echo get_class($e), ': ', $e->getMessage(), "\n";
}
?>
--EXPECT--
Async\TimeoutException: Timeout occurred after 20 milliseconds
