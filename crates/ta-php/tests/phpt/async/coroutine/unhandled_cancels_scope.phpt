--TEST--
An exception nobody waits for drops what was not started in the same scope, also when somebody holds the handle
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn, suspend};

$failing = spawn(fn() => throw new RuntimeException('kept in the handle'));
$unstarted = spawn(fn() => print("never\n"));
suspend();
var_dump($unstarted->isCancelled(), $unstarted->isStarted());
try { await($failing); } catch (RuntimeException $e) { echo $e->getMessage(), "\n"; }
?>
--EXPECT--
bool(true)
bool(false)
kept in the handle
