--TEST--
What has settled is taken at once, without yielding
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, await_all, await_all_or_fail, await_any_of, await_any_of_or_fail, await_any_or_fail, await_first_success, delay, spawn};

$a = spawn(fn() => 'A');
$b = spawn(fn() => 'B');
await($b);
spawn(function () { echo "somebody else runs\n"; });
echo json_encode([
    await_any_or_fail([$a, $b]),
    await_first_success([$a, $b]),
    await_all_or_fail([$a, $b]),
    await_all([$a, $b]),
    await_any_of_or_fail(1, [$b, $a]),
    await_any_of(2, [$a, $b]),
]), "\n";
?>
--EXPECT--
["A",["A",[]],["A","B"],[["A","B"],[]],["B"],[["A","B"],[]]]
somebody else runs
