--TEST--
The report of a deadlock says how full the pool is
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\Pool;
use function Async\spawn;

$pool = new Pool(fn() => 'resource', max: 1);
$held = $pool->acquire();
spawn(fn() => $pool->acquire());
spawn(function () {
    foreach (Async\get_coroutines() as $coroutine) {
        foreach ($coroutine->getAwaitingInfo() as $what) {
            echo $what, "\n";
        }
        if ($coroutine->isSuspended()) {
            $coroutine->cancel();
        }
    }
});
?>
--EXPECT--
Pool(idle=0, active=1, reserved=0, max=1)
