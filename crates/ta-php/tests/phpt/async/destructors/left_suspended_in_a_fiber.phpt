--TEST--
A fiber that is destroyed while its destructor is suspended unwinds, and switches stay possible
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

final class Suspending
{
    public function __destruct()
    {
        try {
            Fiber::suspend();
        } finally {
            echo "finally\n";
        }
    }
}
await(spawn(function () {
    $fiber = new Fiber(function () { $object = new Suspending(); });
    $fiber->start();
    unset($fiber);
    suspend();
    $next = new Fiber(fn() => Fiber::suspend('next fiber'));
    echo $next->start(), "\n";
}));
?>
--EXPECT--
finally
next fiber
