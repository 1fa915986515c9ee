--TEST--
A token that ends without an error cancels the wait
--EXTENSIONS--
true_async_server
posix
pcntl
--FILE--
<?php
use Async\Signal;
use function Async\{await, signal, spawn};

$future = signal(Signal::SIGUSR1, spawn(fn() => 'done'));
try {
    await($future);
} catch (Async\AsyncCancellation $e) {
    echo get_class($e), ': ', $e->getMessage(), "\n";
}
var_dump($future->isCancelled());
?>
--EXPECT--
Async\AsyncCancellation: Signal wait cancelled
bool(true)
