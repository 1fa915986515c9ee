--TEST--
A signal that has a handler ends sleeps, as in plain PHP: the handler runs first
--EXTENSIONS--
true_async_server
pcntl
posix
--FILE--
<?php
use function Async\{await, spawn};

pcntl_async_signals(true);
pcntl_signal(SIGUSR1, function () { echo "handler\n"; });

function shout(): void
{
    spawn(function () {
        usleep(20_000);
        posix_kill(posix_getpid(), SIGUSR1);
    });
}

function sleepers(): void
{
    $start = microtime(true);
    shout();
    $left = sleep(30);
    echo 'sleep: ', $left >= 20 && $left < 30 ? 'what is left' : $left, "\n";
    shout();
    usleep(30_000_000);
    echo "usleep\n";
    shout();
    $left = time_nanosleep(30, 0);
    echo 'time_nanosleep: ', is_array($left) && $left['seconds'] >= 20 && $left['seconds'] < 30 ? 'what is left' : '', "\n";
    // Nobody has a handler for this one.
    pcntl_signal(SIGUSR2, SIG_IGN);
    spawn(fn() => posix_kill(posix_getpid(), SIGUSR2));
    var_dump(sleep(1));
    var_dump(microtime(true) - $start < 15);
}

sleepers();
await(spawn(sleepers(...)));
?>
--EXPECT--
handler
sleep: what is left
handler
usleep
handler
time_nanosleep: what is left
int(0)
bool(true)
handler
sleep: what is left
handler
usleep
handler
time_nanosleep: what is left
int(0)
bool(true)
