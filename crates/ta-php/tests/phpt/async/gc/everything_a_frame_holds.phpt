--TEST--
The collector leaves alone locals, arguments, $this, temporaries and generators of a coroutine that waits
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn, suspend};

final class Node
{
    public self $self;
    public static int $alive = 0;
    public function __construct() { $this->self = $this; self::$alive++; }
    public function __destruct() { self::$alive--; }
    public function method(Node $argument, Node ...$rest): int
    {
        $local = new Node();
        $closure = function () use ($local) {
            foreach ((function () { $inside = new Node(); suspend(); delay(10); yield $inside; })() as $one) {
                return 1;
            }
        };
        return $closure() + count([$this->self, $argument->self, $rest[0]->self, $local->self]);
    }
}
$coroutine = spawn(fn() => (new Node())->method(new Node(), new Node()) + count([new Node(), suspend()]));
suspend();
for ($i = 0; $i < 3; $i++) {
    gc_collect_cycles();
    echo Node::$alive, ' ';
    suspend();
}
echo await($coroutine), "\n";
gc_collect_cycles();
echo Node::$alive, "\n";
?>
--EXPECT--
5 5 5 7
0
