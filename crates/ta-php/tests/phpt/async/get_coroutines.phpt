--TEST--
get_coroutines() lists the unfinished ones; finished ones drop out at once
--EXTENSIONS--
true_async_server
--FILE--
<?php
require __DIR__ . '/../client.inc';

use function Async\{await, delay, get_coroutines, spawn, suspend};

$short = spawn(fn() => null);
$long = spawn(function () { delay(5000); });
$failing = spawn(fn() => throw new Exception());
$cancelled = spawn(fn() => null);
var_dump(count(get_coroutines()));
$cancelled->cancel();
suspend();
$left = get_coroutines();
var_dump(count($left), in_array($long, $left, true));
$long->cancel();
suspend();
suspend();
var_dump(count(get_coroutines()));
try { await($failing); } catch (Exception) {}
refusal('arity', fn() => get_coroutines(1));
?>
--EXPECT--
int(5)
int(2)
bool(true)
int(1)
arity: ArgumentCountError
