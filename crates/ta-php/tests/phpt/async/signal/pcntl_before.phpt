--TEST--
A handler of pcntl_signal() that was there before is called as well, with what is known of the signal
--EXTENSIONS--
true_async_server
posix
pcntl
--FILE--
<?php
use Async\Signal;
use function Async\{await, delay, signal};

pcntl_async_signals(true);
pcntl_signal(SIGUSR1, function ($signo, $info) {
    echo "handler: $signo ", $info['signo'], ' ', $info['pid'] === getmypid() ? 'from us' : 'from elsewhere', "\n";
});
$future = signal(Signal::SIGUSR1);
posix_kill(getmypid(), SIGUSR1);
echo await($future)->name, "\n";
delay(1);
posix_kill(getmypid(), SIGUSR1);
delay(1);
echo "end\n";
?>
--EXPECT--
handler: 10 10 from us
SIGUSR1
handler: 10 10 from us
end
