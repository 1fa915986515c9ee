--TEST--
Coroutines that hold futures only they can settle are kept while they wait and leave nothing behind once cancelled
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};
use Async\{Future, FutureState};

final class Witness
{
    public static int $alive = 0;
    public array $refs = [];
    public function __construct() { self::$alive++; }
    public function __destruct() { self::$alive--; }
}
$all = [];
for ($i = 0; $i < 10; $i++) {
    $all[] = spawn(function () {
        $witness = new Witness();
        $state = new FutureState();
        $future = new Future($state);
        $witness->refs = [$witness, $state, $future, Async\current_coroutine(), fn() => $state->complete(1)];
        $future->await();
    });
}
suspend();
gc_collect_cycles();
echo Witness::$alive, "\n";
foreach ($all as $one) {
    $one->cancel();
    try {
        await($one);
    } catch (Cancellation) {
    }
}
unset($all, $one);
gc_collect_cycles();
gc_collect_cycles();
echo Witness::$alive, "\n";
?>
--EXPECT--
10
0
