--TEST--
The timer of the health check does not keep the process alive, and hides no deadlock
--EXTENSIONS--
true_async_server
--INI--
async.debug_deadlock=0
--FILE--
<?php
use Async\Pool;
use function Async\{spawn, delay};

$pool = new Pool(fn() => 'resource', healthcheck: fn() => true, min: 1, max: 1, healthcheckInterval: 3_600_000);
delay(1);
$held = $pool->acquire();
spawn(function () use ($pool) {
    try {
        $pool->acquire();
    } catch (Async\AsyncCancellation $e) {
        echo $e->getMessage(), "\n";
        throw $e;
    }
});
echo "end\n";
?>
--EXPECT--
end
Deadlock detected

Fatal error: Uncaught Async\DeadlockError: Deadlock detected: no active coroutines, 1 coroutines in waiting in [no active file]:0
Stack trace:
#0 {main}
  thrown in [no active file] on line 0
