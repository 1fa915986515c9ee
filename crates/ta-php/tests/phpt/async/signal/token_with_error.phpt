--TEST--
A token that fails rejects the future with just that error, also when it failed before
--EXTENSIONS--
true_async_server
posix
pcntl
--FILE--
<?php
use Async\{Future, Signal};
use function Async\{await, signal, spawn, suspend};

$error = new DomainException('reason');
$later = signal(Signal::SIGUSR1, spawn(fn() => throw $error));
$before = signal(Signal::SIGUSR1, Future::failed($error));
var_dump($later->isCompleted(), $before->isCompleted());
foreach ([$later, $before, signal(Signal::SIGUSR1, Future::completed(1))] as $future) {
    try {
        await($future);
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), $e === $error ? ' (the same)' : '', "\n";
    }
}
?>
--EXPECT--
bool(false)
bool(true)
DomainException: reason (the same)
DomainException: reason (the same)
Async\AsyncCancellation: Signal wait cancelled
