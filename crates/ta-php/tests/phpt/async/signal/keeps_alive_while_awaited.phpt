--TEST--
A coroutine that waits for a signal is no deadlock, also at the end of a chain
--EXTENSIONS--
true_async_server
posix
pcntl
--FILE--
<?php
use Async\Signal;
use function Async\{await, signal, spawn};

$me = getmypid();
$later = fn($name) => proc_close(proc_open("(sleep 0.1; kill -$name $me) </dev/null >/dev/null 2>&1 &", [], $pipes));
$later('USR1');
echo await(signal(Signal::SIGUSR1))->name, "\n";
spawn(function () use ($later) {
    $later('USR2');
    echo await(signal(Signal::SIGUSR2)->map(fn($signal) => "mapped $signal->name")), "\n";
});
echo "main ends\n";
?>
--EXPECT--
SIGUSR1
main ends
mapped SIGUSR2
