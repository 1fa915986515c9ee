--TEST--
await_any_of_or_fail() returns when enough have settled, and throws the first failure
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await_any_of_or_fail, delay, spawn};

$after = fn(int $ms, mixed $what) => spawn(function () use ($ms, $what) {
    delay($ms);
    return $what instanceof Throwable ? throw $what : $what;
});
$slow = $after(60_000, 'slow');
$values = await_any_of_or_fail(2, ['s' => $slow, 'b' => $after(10, 'B'), 'a' => $after(1, 'A')]);
echo json_encode($values), "\n";
$values = await_any_of_or_fail(2, ['s' => $slow, 'b' => $after(10, 'B'), 'a' => $after(1, 'A')], null, false);
echo json_encode($values), "\n";
var_dump($slow->isCompleted());
try {
    await_any_of_or_fail(2, [$after(20, 'X'), $after(20, 'Y'), $after(1, new DomainException('enough were possible'))]);
} catch (DomainException $e) {
    echo $e->getMessage(), "\n";
}
echo json_encode(await_any_of_or_fail(5, [$after(1, 'P'), $after(2, 'Q')])), "\n";
$slow->cancel();
?>
--EXPECT--
{"b":"B","a":"A"}
{"a":"A","b":"B"}
bool(false)
enough were possible
["P","Q"]
