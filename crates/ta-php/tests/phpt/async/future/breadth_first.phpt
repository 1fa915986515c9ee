--TEST--
One coroutine processes a whole chain, breadth first, in order of registration
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Future, FutureState};
use function Async\{current_coroutine, suspend};

$coroutines = new ArrayObject();
$step = fn(string $name) => function ($v) use ($name, $coroutines) {
    echo "$name ";
    $coroutines[current_coroutine()->getId()] = true;
    return $v;
};
$state = new FutureState();
$source = new Future($state);
$a = $source->map($step('a'));
$b = $source->finally($step('b'));
$a->map($step('a1'))->map($step('a11'))->ignore();
$b->map($step('b1'))->ignore();
$a->finally($step('a2'))->ignore();
$source->map($step('c'))->ignore();
$state->complete(1);
suspend();
echo "\n", count($coroutines), " coroutine\n";
?>
--EXPECT--
a b c a1 a2 b1 a11 
1 coroutine
