<?php
use function Async\{await, delay, spawn};

$object = new stdClass();
var_dump(await(spawn(fn() => 42)), await(spawn(fn() => [1, 'a' => null])), await(spawn(fn() => $object)) === $object);
var_dump(await(spawn(function () {})), await(spawn(function (): void { delay(1); })));
$coroutine = spawn(function () { delay(2); return 'late'; });
var_dump(await($coroutine), await($coroutine), $coroutine->getResult());
?>
