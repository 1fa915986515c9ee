--TEST--
await_any_of() counts successes; 0 stands for all
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await_any_of, delay, spawn};

$after = fn(int $ms, mixed $what) => spawn(function () use ($ms, $what) {
    delay($ms);
    return $what instanceof Throwable ? throw $what : $what;
});
function show(array $result): void
{
    [$values, $errors] = $result;
    echo json_encode($values), ' ', json_encode(array_map(fn($e) => $e->getMessage(), $errors)), "\n";
}
show(await_any_of(1, ['e' => $after(1, new Exception('E')), 'v' => $after(10, 'V'), 's' => $after(60_000, 'S')]));
show(await_any_of(2, ['e' => $after(1, new Exception('E')), 'f' => $after(2, new Exception('F'))]));
show(await_any_of(9, ['v' => $after(1, 'V')]));
show(await_any_of(0, ['v' => $after(1, 'V'), 'w' => $after(10, 'W'), 'e' => $after(2, new Exception('E'))]));
?>
--EXPECT--
{"v":"V"} {"e":"E"}
[] {"e":"E","f":"F"}
{"v":"V"} []
{"v":"V","w":"W"} {"e":"E"}
