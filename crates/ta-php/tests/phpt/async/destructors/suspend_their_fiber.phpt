--TEST--
A destructor that runs in a fiber may suspend that fiber
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn};

final class Suspending
{
    public function __destruct() { echo 'got ' . Fiber::suspend('in the destructor') . "\n"; }
}
await(spawn(function () {
    $fiber = new Fiber(function () {
        $object = new Suspending();
        unset($object);
        return 'returned';
    });
    echo $fiber->start(), "\n";
    $other = new Fiber(fn() => Fiber::suspend('another fiber'));
    echo $other->start(), "\n";
    $fiber->resume('a value');
    echo $fiber->getReturn(), "\n";
}));
?>
--EXPECT--
in the destructor
another fiber
got a value
returned
