--TEST--
The arguments of a coroutine that has not started survive a collection
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{await, spawn};

$argument = new stdClass();
$argument->self = $argument;
$coroutine = spawn(function (stdClass $argument, mixed ...$named) { return $argument->self === $argument && $named['name']->self === $named['name']; },
    $argument, name: (function () { $named = new stdClass(); $named->self = $named; return $named; })());
unset($argument);
gc_collect_cycles();
var_dump(await($coroutine));
?>
--EXPECT--
bool(true)
