--TEST--
await_any_of_or_fail() of 0 does not touch the triggers
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await_any_of_or_fail, spawn};

$failing = spawn(fn() => throw new Exception('nobody has seen this'));
function never(): Generator
{
    echo "the source is not touched\n";
    yield 1;
}
echo json_encode(await_any_of_or_fail(0, [$failing, 'not a trigger'])), "\n";
echo json_encode(await_any_of_or_fail(0, never())), "\n";
try {
    Async\await($failing);
} catch (Exception $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
[]
[]
nobody has seen this
