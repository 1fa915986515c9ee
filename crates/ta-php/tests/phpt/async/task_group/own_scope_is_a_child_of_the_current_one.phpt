--TEST--
Without a scope the tasks run in a child scope of the current one, and end with it
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Scope, TaskGroup};
use function Async\{current_context, delay, suspend};

$scope = new Scope();
$group = null;
$scope->spawn(function () use (&$group) {
    current_context()->set('inherited', 'yes');
    $group = new TaskGroup();
    $group->spawn(function () {
        echo current_context()->find('inherited'), ' ', current_context()->findLocal('inherited') ?? 'not its own', "\n";
        try {
            delay(1000);
        } catch (Cancellation $error) {
            echo $error->getMessage(), "\n";
            throw $error;
        }
    });
});
suspend();
suspend();
echo count($scope->getChildScopes()), " child, ", $scope->isFinished() ? 'finished' : 'busy', "\n";
$scope->cancel();
suspend();
echo get_class($group->getErrors()[0]), "\n";
?>
--EXPECT--
yes not its own
1 child, busy
Scope was cancelled
Async\AsyncCancellation
