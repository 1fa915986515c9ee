--TEST--
The layout of values: input order, order of completion, filled with null
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await_all, await_any_of, spawn, suspend};

function triggers(): array
{
    $after = fn(int $turns, mixed $what) => spawn(function () use ($turns, $what) {
        while ($turns--) {
            suspend();
        }
        return $what instanceof Throwable ? throw $what : $what;
    });
    return [
        'c' => $after(3, 'C'),
        'x' => $after(2, new Exception('X')),
        'a' => $after(1, 'A'),
        'w' => $after(1, new Exception('W')),
    ];
}
function show(array $result): void
{
    [$values, $errors] = $result;
    echo json_encode($values), ' ', json_encode(array_map(fn($e) => $e->getMessage(), $errors)), "\n";
}
show(await_all(triggers()));
show(await_all(triggers(), null, false));
show(await_all(triggers(), preserveKeyOrder: true, fillNull: true));
show(await_all(triggers(), preserveKeyOrder: false, fillNull: true));
show(await_any_of(2, triggers()));
show(await_any_of(2, triggers(), null, false));
show(await_any_of(2, triggers(), null, false, true));
?>
--EXPECT--
{"c":"C","a":"A"} {"w":"W","x":"X"}
{"a":"A","c":"C"} {"w":"W","x":"X"}
{"c":"C","x":null,"a":"A","w":null} {"w":"W","x":"X"}
{"c":"C","x":null,"a":"A","w":null} {"w":"W","x":"X"}
{"c":"C","a":"A"} {"w":"W","x":"X"}
{"a":"A","c":"C"} {"w":"W","x":"X"}
{"c":"C","x":null,"a":"A","w":null} {"w":"W","x":"X"}
