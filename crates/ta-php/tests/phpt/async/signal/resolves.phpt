--TEST--
The future resolves to the case with the next delivery, once
--EXTENSIONS--
true_async_server
posix
pcntl
--FILE--
<?php
use Async\Signal;
use function Async\{await, signal};

$future = signal(Signal::SIGUSR1);
var_dump($future->isCompleted());
posix_kill(getmypid(), SIGUSR1);
var_dump(await($future), $future->isCompleted(), $future->isCancelled(), await($future) === Signal::SIGUSR1);
?>
--EXPECT--
bool(false)
enum(Async\Signal::SIGUSR1)
bool(true)
bool(false)
bool(true)
