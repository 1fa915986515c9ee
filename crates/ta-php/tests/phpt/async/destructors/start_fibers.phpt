--TEST--
A destructor may create, start, suspend and resume fibers
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

final class WithFiber
{
    public function __destruct()
    {
        $fiber = new Fiber(function () {
            $got = Fiber::suspend('one');
            delay(1);
            return "$got two";
        });
        echo $fiber->start(), "\n";
        $fiber->resume('resumed');
        echo $fiber->getReturn(), "\n";
    }
}
await(spawn(function () { new WithFiber(); }));
$main = new WithFiber();
unset($main);
?>
--EXPECT--
one
resumed two
one
resumed two
