--TEST--
While a destructor waits, other coroutines switch fibers and destroy things
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

final class Slow
{
    public function __destruct() { delay(20); echo "slow end\n"; }
}
final class Quick
{
    public function __destruct() { echo "quick\n"; }
}
$slow = spawn(function () { $slow = new Slow(); });
$other = spawn(function () {
    $fiber = new Fiber(function () {
        $got = Fiber::suspend('suspended');
        $quick = new Quick();
        return $got;
    });
    echo $fiber->start(), "\n";
    $fiber->resume('resumed');
    echo $fiber->getReturn(), "\n";
});
await($other);
await($slow);
?>
--EXPECT--
suspended
quick
resumed
slow end
