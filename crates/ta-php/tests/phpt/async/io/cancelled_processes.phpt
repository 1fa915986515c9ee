--TEST--
A coroutine that is cancelled while it waits for a child leaves it running, and no zombie
--EXTENSIONS--
true_async_server
pcntl
posix
--FILE--
<?php
use function Async\{await, spawn, suspend};

function zombies(): int
{
    $count = 0;
    foreach (glob('/proc/[0-9]*/stat') as $path) {
        $stat = @file_get_contents($path);
        if ($stat && preg_match('/\) (\w) (\d+) /', $stat, $of) && $of[1] === 'Z' && (int) $of[2] === getmypid()) {
            $count++;
        }
    }
    return $count;
}

$done = __DIR__ . '/cancelled_processes.tmp';
$ways = [
    function (string $command) {
        $process = proc_open($command, [], $pipes);
        proc_close($process);
    },
    function (string $command) {
        pclose(popen($command, 'r'));
    },
    function (string $command) {
        exec($command);
    },
];
$tasks = [];
foreach ($ways as $i => $way) {
    $tasks[] = spawn(function () use ($way, $i, $done) {
        try {
            $way("sleep 0.3; echo done >> $done");
            echo "not cancelled\n";
        } finally {
            echo "way $i ends\n";
        }
    });
}
usleep(50_000);
foreach ($tasks as $task) {
    $task->cancel();
}
foreach ($tasks as $task) {
    try {
        await($task);
    } catch (Async\AsyncCancellation) {
    }
}
// Scripts that wait themselves can again.
$pid = pcntl_fork();
if ($pid === 0) {
    usleep(200_000);
    posix_kill(getmypid(), SIGKILL);
}
$waits = spawn(function () use ($pid, &$status) {
    try {
        pcntl_waitpid($pid, $status);
    } finally {
        var_dump(pcntl_waitpid($pid, $status) === $pid, pcntl_wtermsig($status));
    }
});
suspend();
$waits->cancel();
try {
    await($waits);
} catch (Async\AsyncCancellation) {
}
for ($i = 0; $i < 200 && (substr_count((string) @file_get_contents($done), 'done') < 3 || zombies() > 0); $i++) {
    usleep(50_000);
}
var_dump(substr_count(file_get_contents($done), 'done'), zombies());
?>
--CLEAN--
<?php
@unlink(__DIR__ . '/cancelled_processes.tmp');
?>
--EXPECT--
way 0 ends
way 1 ends
way 2 ends
bool(true)
int(9)
int(3)
int(0)
