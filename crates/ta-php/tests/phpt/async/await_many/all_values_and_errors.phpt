--TEST--
await_all() gives values and errors under the keys of the triggers
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await_all, delay, spawn};

[$values, $errors] = await_all([
    'slow' => spawn(function () { delay(3); return 'late'; }),
    7 => spawn(fn() => 'quick'),
    'bad' => spawn(fn() => throw new RuntimeException('broken')),
    'null' => spawn(fn() => null),
]);
var_dump($values);
foreach ($errors as $key => $error) {
    echo $key, ': ', $error::class, ' ', $error->getMessage(), "\n";
}
?>
--EXPECT--
array(3) {
  ["slow"]=>
  string(4) "late"
  [7]=>
  string(5) "quick"
  ["null"]=>
  NULL
}
bad: RuntimeException broken
