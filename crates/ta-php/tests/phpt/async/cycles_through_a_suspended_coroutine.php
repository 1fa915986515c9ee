<?php
use function Async\{delay, spawn, suspend};

final class Node
{
    public ?Node $next = null;
    public mixed $coroutine = null;
    public function __construct(private string $name) {}
    public function __destruct() { echo "$this->name freed\n"; }
}
(function () {
    $one = new Node('one');
    $one->next = new Node('two');
    $one->next->next = $one;
    $one->coroutine = spawn(function () use ($one) {
        delay(10);
        echo 'still there: ', $one->next->next === $one ? 'yes' : 'no', "\n";
    });
})();
suspend();
gc_collect_cycles();
echo "collected while suspended\n";
delay(20);
gc_collect_cycles();
echo "end\n";
?>
