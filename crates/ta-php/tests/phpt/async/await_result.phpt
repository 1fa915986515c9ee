--TEST--
await() gives the return value, of any type, as often as it is asked
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, delay, spawn};

$object = new stdClass();
var_dump(await(spawn(fn() => 42)), await(spawn(fn() => [1, 'a' => null])), await(spawn(fn() => $object)) === $object);
var_dump(await(spawn(function () {})), await(spawn(function (): void { delay(1); })));
$coroutine = spawn(function () { delay(2); return 'late'; });
var_dump(await($coroutine), await($coroutine), $coroutine->getResult());
?>
--EXPECT--
int(42)
array(2) {
  [0]=>
  int(1)
  ["a"]=>
  NULL
}
bool(true)
NULL
NULL
string(4) "late"
string(4) "late"
string(4) "late"
