--TEST--
Coroutines a wait goes without are asked to stop and waited for; their failures join the errors
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await_any_of, await_first_success, delay, spawn};

$loser = fn(string $name, ?Throwable $end = null) => spawn(function () use ($name, $end) {
    try {
        delay(60_000);
    } catch (Async\AsyncCancellation $e) {
        echo "$name: ", $e->getMessage(), "\n";
        delay(2);
        echo "$name ends\n";
        throw $end ?? $e;
    }
});
$quick = fn() => spawn(function () { delay(1); return 'quick'; });

[$value, $errors] = await_first_success(['q' => $quick(), 'a' => $a = $loser('A'), 'b' => $loser('B', new Exception('B failed'))]);
echo $value, ' ', json_encode(array_map(fn($e) => $e->getMessage(), $errors)), "\n";
var_dump($a->isCancelled());
[$values, $errors] = await_any_of(1, ['q' => $quick(), 'c' => $loser('C')]);
echo json_encode($values), ' ', count($errors), "\n";
?>
--EXPECT--
A: Coroutine cancelled
B: Coroutine cancelled
A ends
B ends
quick {"b":"B failed"}
bool(true)
C: Coroutine cancelled
C ends
{"q":"quick"} 0
