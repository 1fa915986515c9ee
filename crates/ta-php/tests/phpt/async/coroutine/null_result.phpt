--TEST--
A coroutine without a value gives null, and the same value again and again
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn};

$c = spawn(function () {});
var_dump(await($c), await($c), $c->getResult(), $c->getException());
$o = new stdClass();
$c = spawn(fn() => $o);
var_dump(await($c) === $o, await($c) === $o);
$e = new RuntimeException('same');
$c = spawn(fn() => throw $e);
for ($i = 0; $i < 2; $i++) {
    try { await($c); } catch (RuntimeException $caught) { var_dump($caught === $e); }
}
var_dump($c->getException() === $e, $c->getResult());
?>
--EXPECT--
NULL
NULL
NULL
NULL
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
NULL
