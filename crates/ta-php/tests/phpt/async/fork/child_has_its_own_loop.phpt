--TEST--
A child that main has forked has a loop of its own, and the parent's goes on as if nothing was
--EXTENSIONS--
true_async_server
pcntl
posix
--FILE--
<?php
use Async\Signal;
use function Async\{await, await_all_or_fail, signal, spawn};

[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
pcntl_async_signals(true);
pcntl_signal(SIGUSR1, function () use (&$handled) { $handled = getmypid(); });
$term = signal(Signal::SIGUSR2);
// The loop of the parent has run, with waits for descriptors, timers and signals.
await(spawn(fn() => usleep(1000)));
await(spawn(fn() => fgets(popen('echo x', 'r'))));

$pid = pcntl_fork();
if ($pid === 0) {
    $term->ignore();
    $log = [];
    $tasks = [];
    foreach ([30, 10, 20] as $ms) {
        $tasks[] = spawn(function () use ($ms, &$log) {
            usleep($ms * 1000);
            $log[] = $ms;
        });
    }
    await_all_or_fail($tasks);
    posix_kill(getmypid(), SIGUSR1);
    await(spawn(fn() => usleep(1000)));
    $own = $handled === getmypid();
    $read = spawn(fn() => fgets($theirs));
    spawn(fn() => fwrite($ours, "child\n"));
    fwrite(STDOUT, json_encode([$log, $own, await($read)]) . "\n");
    exit(7);
}
// Both wait for different things at the same time.
$waited = spawn(function () use ($pid) {
    pcntl_waitpid($pid, $status);
    return pcntl_wexitstatus($status);
});
for ($i = 0; $i < 20; $i++) {
    usleep(1000);
}
var_dump(await($waited), $handled);
posix_kill(getmypid(), SIGUSR2);
var_dump(await($term));
$read = spawn(fn() => fgets($theirs));
spawn(fn() => fwrite($ours, "parent\n"));
var_dump(await($read));
?>
--EXPECT--
[[10,20,30],true,"child\n"]
int(7)
NULL
enum(Async\Signal::SIGUSR2)
string(7) "parent
"
