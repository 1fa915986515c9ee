--TEST--
pcntl_sigtimedwait() and pcntl_sigwaitinfo() let others run
--EXTENSIONS--
true_async_server
pcntl
posix
--FILE--
<?php
use function Async\{await, spawn};

pcntl_sigprocmask(SIG_BLOCK, [SIGUSR1]);
$send = function () {
    usleep(10_000);
    echo "sends\n";
    posix_kill(posix_getpid(), SIGUSR1);
};
await(spawn(function () use ($send) {
    spawn($send);
    var_dump(pcntl_sigwaitinfo([SIGUSR1], $info), $info['signo'] === SIGUSR1);
    spawn($send);
    var_dump(pcntl_sigtimedwait([SIGUSR1], $info, 20), $info['signo'] === SIGUSR1);
    $other = spawn(fn() => usleep(1000));
    // -1 until 8.5.
    $none = pcntl_sigtimedwait([SIGUSR1], $info, 0, 50_000_000);
    var_dump($none === -1 || $none === false, $other->isCompleted());
}));
?>
--EXPECT--
sends
int(10)
bool(true)
sends
int(10)
bool(true)
bool(true)
bool(true)
