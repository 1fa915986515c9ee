--TEST--
Everybody who waits gets the delivery, in order, and only that signal
--EXTENSIONS--
true_async_server
posix
pcntl
--FILE--
<?php
use Async\Signal;
use function Async\{await, delay, signal, spawn};

foreach (['first', 'second', 'third'] as $who) {
    $waiters[] = spawn(function () use ($who) {
        $signal = await(signal(Signal::SIGUSR1));
        echo "$who: $signal->name\n";
    });
}
$other = signal(Signal::SIGUSR2);
spawn(function () {
    posix_kill(getmypid(), SIGUSR1);
});
array_map('Async\await', $waiters);
var_dump($other->isCompleted());
posix_kill(getmypid(), SIGUSR2);
echo await($other)->name, "\n";
?>
--EXPECT--
first: SIGUSR1
second: SIGUSR1
third: SIGUSR1
bool(false)
SIGUSR2
