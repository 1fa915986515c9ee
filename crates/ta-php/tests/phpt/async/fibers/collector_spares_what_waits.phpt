--TEST--
The collector leaves alone what a fiber holds that waits in an async call
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn, suspend};

final class Node
{
    public ?Node $self;
    public function __construct() { $this->self = $this; }
    public function __destruct() { echo "freed\n"; }
}
$coroutine = spawn(function () {
    $fiber = new Fiber(function () use (&$fiber) {
        $node = new Node();
        (function (Node $argument) {
            foreach ((function () use ($argument) { yield $argument; suspend(); yield $argument->self; })() as $got) {
                echo get_class($got), "\n";
            }
        })($node);
        return $node->self === $node;
    });
    $fiber->start();
    return $fiber->getReturn();
});
suspend();
for ($i = 0; $i < 3; $i++) {
    gc_collect_cycles();
}
echo "collected\n";
var_dump(await($coroutine));
gc_collect_cycles();
?>
--EXPECT--
Node
collected
Node
bool(true)
freed
