--TEST--
A future that nobody awaits does not keep the process alive
--EXTENSIONS--
true_async_server
posix
pcntl
--FILE--
<?php
use Async\Signal;
use function Async\{signal, spawn};

$held = signal(Signal::SIGUSR1);
$held->ignore();
$chained = signal(Signal::SIGUSR2)->map(fn() => null);
$chained->ignore();
signal(Signal::SIGHUP)->ignore();
spawn(function () { echo "coroutine\n"; });
echo "main ends\n";
?>
--EXPECT--
main ends
coroutine
