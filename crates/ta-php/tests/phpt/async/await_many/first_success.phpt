--TEST--
await_first_success() gives the first value and the errors before it
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await_first_success, delay, spawn};

[$value, $errors] = await_first_success([
    'a' => spawn(fn() => throw new Exception('early')),
    'b' => spawn(function () { delay(2); return 'value'; }),
    'c' => spawn(function () { delay(60_000); }),
]);
echo $value, ' ', json_encode(array_map(fn($e) => $e->getMessage(), $errors)), "\n";

[$value, $errors] = await_first_success([
    'a' => spawn(function () { delay(2); throw new Exception('A'); }),
    'b' => spawn(fn() => throw new Exception('B')),
]);
var_dump($value);
echo json_encode(array_map(fn($e) => $e->getMessage(), $errors)), "\n";
?>
--EXPECT--
value {"a":"early"}
NULL
{"b":"B","a":"A"}
