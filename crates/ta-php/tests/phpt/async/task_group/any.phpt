--TEST--
any() settles with the first success, or with all errors
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{CompositeException, TaskGroup};
use function Async\{await, delay};

require __DIR__ . '/turns.inc';
$group = new TaskGroup();
$group->spawn(fn() => throw new LogicException('a'));
$group->spawn(function () { turns(5); return 'won'; });
$group->spawn(function () { turns(1); throw new LogicException('b'); });
echo await($group->any()), "\n";
echo await($group->any()), " again\n";
$group->suppressErrors();

$group = new TaskGroup();
$group->spawn(fn() => throw new LogicException('a'));
$group->spawn(function () { turns(1); throw new LogicException('b'); });
try {
    await($group->any());
} catch (CompositeException $composite) {
    foreach ($composite->getExceptions() as $error) {
        echo $error->getMessage(), "\n";
    }
}
?>
--EXPECT--
won
won again
a
b
