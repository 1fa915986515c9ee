--TEST--
The wait ends as soon as it is decided: the rest of the source is not asked for
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, await_any_or_fail, await_any_of, delay, spawn};

$left = [];
function source(array &$left): Generator
{
    try {
        yield spawn(fn() => 'first');
        delay(60_000);
        echo "never\n";
        yield spawn(fn() => 'second');
    } catch (Async\AsyncCancellation $e) {
        echo 'the source is told: ', $e->getMessage(), "\n";
    } finally {
        $left[] = 'left';
    }
}
echo await_any_or_fail(source($left)), "\n";
Async\delay(5);
echo json_encode($left), "\n";
echo json_encode(await_any_of(1, source($left))), "\n";
Async\delay(5);
echo json_encode($left), "\n";

$slow = null;
$triggers = (function () use (&$slow) {
    yield $slow = spawn(function () { delay(20); return 'goes on'; });
    yield spawn(fn() => 'quick');
})();
echo json_encode(await_any_of(1, $triggers)), "\n";
echo await($slow), "\n";
?>
--EXPECT--
first
the source is told: Coroutine cancelled
["left"]
[["first"],[]]
the source is told: Coroutine cancelled
["left","left"]
[{"1":"quick"},[]]
goes on
