--TEST--
Cycles through a future, what it holds and what is chained to it are collected
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Future, FutureState};
use function Async\suspend;

final class Witness
{
    public mixed $held = null;
    public function __construct(private string $name) {}
    public function __destruct() { echo "$this->name freed\n"; }
}
function value(): void
{
    $w = new Witness('value');
    $w->held = Future::completed($w)->ignore();
}
function error(): void
{
    $w = new Witness('error');
    $e = new class($w) extends Exception {
        public function __construct(public Witness $w) { parent::__construct('x'); }
    };
    $w->held = Future::failed($e)->ignore();
}
function chained(): void
{
    $w = new Witness('chained');
    $state = new FutureState();
    $w->held = new Future($state);
    $w->held->map(fn() => $w)->ignore();
}
function chained_to_a_result(): void
{
    $w = new Witness('chained to a result');
    $state = new FutureState();
    $w->held = new Future($state);
    $child = $w->held->map(fn() => 1);
    $child->map(fn() => $w)->ignore();
}
function holds_the_state(): void
{
    $w = new Witness('holds the state');
    $w->held = new FutureState();
    $w->held->complete($w);
    $w->held->ignore();
}
foreach (['value', 'error', 'chained', 'chained_to_a_result', 'holds_the_state'] as $make) {
    $make();
    gc_collect_cycles();
}
$w = new Witness('after a step');
$state = new FutureState();
$w->held = (new Future($state))->map(fn() => $w)->ignore();
$state->complete(1);
suspend();
unset($state, $w);
gc_collect_cycles();
echo "end\n";
?>
--EXPECT--
value freed
error freed
chained freed
chained to a result freed
holds the state freed
after a step freed
end
