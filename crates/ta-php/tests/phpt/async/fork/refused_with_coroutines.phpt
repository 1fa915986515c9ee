--TEST--
pcntl_fork() is refused while there are coroutines besides main, and works again afterwards
--EXTENSIONS--
true_async_server
pcntl
--FILE--
<?php
use function Async\{await, spawn};

function attempt(): void
{
    try {
        pcntl_fork();
        echo "forked\n";
    } catch (Error $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}

$queued = spawn(attempt(...));
attempt();
await($queued);
$pid = pcntl_fork();
if ($pid === 0) {
    exit(3);
}
pcntl_waitpid($pid, $status);
var_dump(pcntl_wexitstatus($status));
?>
--EXPECT--
Error: Cannot fork() while coroutines other than the main one are running. Await or cancel them first
Error: Cannot fork() while coroutines other than the main one are running. Await or cancel them first
int(3)
