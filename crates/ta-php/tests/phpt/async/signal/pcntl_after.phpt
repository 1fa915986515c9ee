--TEST--
A handler of pcntl_signal() that comes later neither takes the signal away nor loses it
--EXTENSIONS--
true_async_server
posix
pcntl
--FILE--
<?php
use Async\Signal;
use function Async\{await, delay, signal};

$future = signal(Signal::SIGUSR1);
pcntl_async_signals(true);
pcntl_signal(SIGUSR1, function ($signo, $info) {
    echo "handler: $signo ", $info['pid'] === getmypid() ? 'from us' : 'from elsewhere', "\n";
});
posix_kill(getmypid(), SIGUSR1);
echo await($future)->name, "\n";
posix_kill(getmypid(), SIGUSR1);
delay(1);
pcntl_signal(SIGUSR1, SIG_DFL);
$future = signal(Signal::SIGUSR1);
posix_kill(getmypid(), SIGUSR1);
echo await($future)->name, " without handler\n";
?>
--EXPECT--
handler: 10 from us
SIGUSR1
handler: 10 from us
SIGUSR1 without handler
