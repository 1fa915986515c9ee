--TEST--
Destructors of several coroutines suspend and go on independently, in any order
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

final class Steps
{
    public function __construct(private string $name, private int $steps) {}
    public function __destruct()
    {
        for ($i = 1; $i <= $this->steps; $i++) {
            echo "$this->name$i ";
            suspend();
        }
    }
}
$all = [];
foreach (['a' => 3, 'b' => 1, 'c' => 2] as $name => $steps) {
    $all[] = spawn(function () use ($name, $steps) {
        $object = new Steps($name, $steps);
        unset($object);
        echo "$name-end ";
    });
}
array_walk($all, fn($one) => await($one));
echo "\n";
$fiber = new Fiber(fn() => Fiber::suspend('fibers still switch'));
echo $fiber->start(), "\n";
?>
--EXPECT--
a1 b1 c1 a2 b-end c2 a3 c-end a-end 
fibers still switch
