--TEST--
suppressErrors() covers the errors there are, not those to come
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Coroutine, Scope, TaskGroup};
use function Async\delay;

require __DIR__ . '/turns.inc';
$scope = new Scope();
$scope->setExceptionHandler(function (Scope $s, Coroutine $c, Throwable $e) {
    foreach ($e->getExceptions() as $one) {
        echo $one->getMessage(), "\n";
    }
});
$group = new TaskGroup(scope: $scope);
$group->spawn(fn() => throw new Exception('early'));
turns(10);
$group->suppressErrors();
$group->spawn(fn() => throw new Exception('late'));
turns(10);
unset($group);
turns(10);
?>
--EXPECT--
late
