--TEST--
When the last future is gone the signal does again what it did before
--EXTENSIONS--
true_async_server
posix
pcntl
--FILE--
<?php
use Async\Signal;
use function Async\{await, signal};

/** What becomes of a process that runs $code and then sends itself SIGUSR1. */
function fate(string $code): string
{
    $command = (getenv('TEST_PHP_EXECUTABLE') ?: PHP_BINARY) . ' ' . getenv('TEST_PHP_EXTRA_ARGS') . ' -r '
        . escapeshellarg("use Async\\Signal; use function Async\\{await, signal, timeout, await_any_or_fail}; $code posix_kill(getmypid(), SIGUSR1); echo 'lived';");
    $process = proc_open("exec $command", [1 => ['pipe', 'w']], $pipes);
    $output = stream_get_contents($pipes[1]);
    for ($status = proc_get_status($process); $status['running']; $status = proc_get_status($process)) {
        usleep(1000);
    }
    return $output . ($status['signaled'] ? "killed by $status[termsig]" : " to the end");
}

echo 'held: ', fate('$f = signal(Signal::SIGUSR1); $f->ignore();'), "\n";
echo 'unset: ', fate('$f = signal(Signal::SIGUSR1); $f->ignore(); unset($f);'), "\n";
echo 'one of two: ', fate('$f = signal(Signal::SIGUSR1); $g = signal(Signal::SIGUSR1); $f->ignore(); $g->ignore(); unset($f);'), "\n";
echo 'delivered: ', fate('$f = signal(Signal::SIGUSR1); posix_kill(getmypid(), SIGUSR1); await($f);'), "\n";
echo 'cancelled: ', fate('$f = signal(Signal::SIGUSR1); $f->ignore(); $f->cancel();'), "\n";
echo 'lost a race: ', fate('await_any_or_fail([signal(Signal::SIGUSR1), Async\spawn(fn() => 1)]);'), "\n";
echo 'another: ', fate('$f = signal(Signal::SIGUSR2); $f->ignore();'), "\n";
?>
--EXPECT--
held: lived to the end
unset: killed by 10
one of two: lived to the end
delivered: killed by 10
cancelled: killed by 10
lost a race: killed by 10
another: killed by 10
