--TEST--
The token may be a trigger: if it comes first the wait is cancelled
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await_all, await_any_or_fail, delay, spawn};

$token = spawn(function () { delay(1); return 'token'; });
$slow = spawn(function () { delay(20); return 'slow'; });
try {
    await_any_or_fail([$slow, $token], $token);
} catch (Async\OperationCanceledException $e) {
    echo $e->getMessage(), "\n";
}
$late = spawn(function () { delay(60_000); return 'late'; });
echo await_any_or_fail([$slow, $late], $late), "\n";
echo json_encode(await_all([$slow, $token], $token)), "\n";
$late->cancel();
?>
--EXPECT--
Operation has been cancelled
slow
[["slow","token"],[]]
