--TEST--
From 8.4 on destructors of a collection that a fiber starts may suspend the coroutine
--EXTENSIONS--
true_async_server
--SKIPIF--
<?php
if (PHP_VERSION_ID < 80400) die('skip before 8.4 a collection is not left');
?>
--FILE--
<?php
use function Async\{await, delay, spawn};

final class Cyclic
{
    public ?Cyclic $self = null;
    public function __construct() { $this->self = $this; }
    public function __destruct() { delay(1); echo "destroyed\n"; }
}
$one = spawn(function () {
    $fiber = new Fiber(function () {
        new Cyclic();
        new Cyclic();
        gc_collect_cycles();
        Fiber::suspend();
        echo "end of the fiber\n";
    });
    $fiber->start();
    $fiber->resume();
});
$two = spawn(function () {
    delay(1);
    $fiber = new Fiber(fn() => Fiber::suspend('other fiber'));
    return $fiber->start();
});
await($one);
echo await($two), "\n";
?>
--EXPECT--
destroyed
destroyed
end of the fiber
other fiber
