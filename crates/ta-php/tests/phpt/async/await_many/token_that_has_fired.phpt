--TEST--
A token that has fired: nothing happens, unless the condition is met as well
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, await_all, delay, spawn};

await($token = spawn(fn() => 1));
$done = spawn(fn() => 'done');
await($done);
$pending = spawn(function () { delay(5); return 'undisturbed'; });
function source(): Generator
{
    echo "not even asked\n";
    yield 1;
}
foreach ([[$pending], [$done, $pending], source()] as $triggers) {
    try {
        await_all($triggers, $token);
        echo "no exception\n";
    } catch (Async\OperationCanceledException $e) {
        echo $e->getMessage(), "\n";
    }
}
echo json_encode(await_all([$done], $token)), "\n";
echo json_encode(await_all([], $token)), "\n";
echo await($pending), "\n";
?>
--EXPECT--
Operation has been cancelled
Operation has been cancelled
Operation has been cancelled
[["done"],[]]
[[],[]]
undisturbed
