--TEST--
Cycles through a context are collected
--EXTENSIONS--
true_async_server
--FILE--
<?php
use function Async\{current_context, spawn, await};

class Probe { public $context; function __destruct() { echo "freed\n"; } }
$scope = Async\Scope::inherit();
await($scope->spawn(function () {
    $probe = new Probe();
    $probe->context = Async\coroutine_context();
    Async\coroutine_context()->set($probe, $probe);
}));
gc_collect_cycles();
echo "collected\n";
?>
--EXPECT--
freed
collected
