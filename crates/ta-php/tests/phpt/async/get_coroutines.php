<?php
require __DIR__ . '/../client.inc';

use function Async\{await, delay, get_coroutines, spawn, suspend};

$short = spawn(fn() => null);
$long = spawn(function () { delay(20); });
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
