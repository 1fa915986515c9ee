--TEST--
isStarted, isSuspended, isRunning and isTerminated inside a coroutine, also around async calls
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn, suspend};

function state(Fiber $fiber): string
{
    return implode(',', array_keys(array_filter([
        'started' => $fiber->isStarted(), 'suspended' => $fiber->isSuspended(),
        'running' => $fiber->isRunning(), 'terminated' => $fiber->isTerminated(),
    ])));
}
await(spawn(function () {
    $fiber = new Fiber(function () use (&$fiber) {
        echo 'inside: ', state($fiber), "\n";
        delay(1);
        echo 'after delay: ', state($fiber), "\n";
        Fiber::suspend();
    });
    echo 'new: ', state($fiber), "\n";
    $fiber->start();
    echo 'suspended: ', state($fiber), "\n";
    $fiber->resume();
    echo 'end: ', state($fiber), "\n";
}));
?>
--EXPECT--
new: 
inside: started,running
after delay: started,running
suspended: started,suspended
end: started,terminated
