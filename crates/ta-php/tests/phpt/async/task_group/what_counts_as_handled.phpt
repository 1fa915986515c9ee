--TEST--
What makes errors of a group count as handled
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{Coroutine, Scope, TaskGroup};
use function Async\{await, delay};

require __DIR__ . '/turns.inc';
$ways = [
    'nothing' => fn(TaskGroup $g) => null,
    'getResults' => fn(TaskGroup $g) => $g->getResults(),
    'getErrors' => fn(TaskGroup $g) => $g->getErrors(),
    'suppressErrors' => fn(TaskGroup $g) => $g->suppressErrors(),
    'cancel' => fn(TaskGroup $g) => $g->cancel(),
    'close' => fn(TaskGroup $g) => $g->close(),
    'iteration' => function (TaskGroup $g) { foreach ($g as $pair) { break; } },
    'all, awaited' => fn(TaskGroup $g) => await($g->all()),
    'all, ignored' => fn(TaskGroup $g) => $g->all()->ignore(),
    'race, awaited' => fn(TaskGroup $g) => await($g->race()),
    'any, awaited' => fn(TaskGroup $g) => await($g->any()),
    'all, caught' => function (TaskGroup $g) { $g->all()->catch(fn() => null)->await(); },
    'awaitCompletion' => function (TaskGroup $g) { $g->close(); $g->awaitCompletion(); },
];
foreach ($ways as $name => $way) {
    $scope = new Scope();
    $reported = 'handled';
    $scope->setExceptionHandler(function (Scope $s, Coroutine $c, Throwable $e) use (&$reported) {
        $reported = 'reported';
    });
    $group = new TaskGroup(scope: $scope);
    $group->spawn(fn() => throw new Exception('x'));
    turns(10);
    try {
        $way($group);
    } catch (Exception) {
    }
    unset($group);
    turns(10);
    echo "$name: $reported\n";
}
?>
--EXPECT--
nothing: reported
getResults: reported
getErrors: handled
suppressErrors: handled
cancel: handled
close: reported
iteration: handled
all, awaited: handled
all, ignored: handled
race, awaited: handled
any, awaited: handled
all, caught: handled
awaitCompletion: reported
