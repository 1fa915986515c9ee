--TEST--
Losers of the any_…_or_fail functions, and of generators, go on; their errors count as handled
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Future, FutureState};
use function Async\{await, await_any_of, await_any_of_or_fail, await_any_or_fail, spawn};

$gate = new FutureState;
$slow = fn(string $name) => spawn(function () use ($name, $gate) {
    await(new Future($gate));
    echo "$name goes on\n";
    throw new Exception("$name is handled");
});
$quick = fn() => spawn(fn() => 'quick');
echo await_any_or_fail([$slow('A'), $quick()]), "\n";
echo json_encode(await_any_of_or_fail(1, [$slow('B'), $quick()])), "\n";
echo json_encode(await_any_of(1, new ArrayIterator([$slow('C'), $quick()]))), "\n";
$gate->complete(null);
?>
--EXPECT--
quick
{"1":"quick"}
[{"1":"quick"},[]]
A goes on
B goes on
C goes on
