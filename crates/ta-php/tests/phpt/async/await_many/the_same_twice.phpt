--TEST--
The same object under two keys counts twice, and each key gets the value
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await_all, await_any_of_or_fail, delay, spawn};

$one = spawn(function () { delay(1); return new stdClass; });
[$values] = await_all(['x' => $one, 'y' => $one, 'z' => $one]);
var_dump(array_keys($values), $values['x'] === $values['z']);
echo count(await_any_of_or_fail(2, [$one, $one])), "\n";
$bad = spawn(function () { delay(1); throw new Exception('bad'); });
[, $errors] = await_all([1 => $bad, 2 => $bad]);
var_dump(array_keys($errors), $errors[1] === $errors[2]);
?>
--EXPECT--
array(3) {
  [0]=>
  string(1) "x"
  [1]=>
  string(1) "y"
  [2]=>
  string(1) "z"
}
bool(true)
2
array(2) {
  [0]=>
  int(1)
  [1]=>
  int(2)
}
bool(true)
