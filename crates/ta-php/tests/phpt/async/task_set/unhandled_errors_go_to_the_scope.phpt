--TEST--
Errors that were never delivered go to the scope when the set goes
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Coroutine, Scope, TaskSet};
use function Async\{await, delay};

require __DIR__ . '/../task_group/turns.inc';
$scope = new Scope();
$scope->setExceptionHandler(function (Scope $s, Coroutine $c, Throwable $e) {
    foreach ($e->getExceptions() as $one) {
        echo $one->getMessage(), "\n";
    }
});
$set = new TaskSet(scope: $scope);
$set->spawn(fn() => throw new Exception('delivered'));
$set->spawn(fn() => throw new Exception('lost'));
turns(10);
try {
    await($set->joinNext());
} catch (Exception) {
}
unset($set);
turns(10);
?>
--EXPECT--
lost
