--TEST--
all() rejects with all errors together, or leaves them out when told to
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{CompositeException, TaskGroup};
use function Async\await;

$group = new TaskGroup();
$group->spawn(fn() => throw new LogicException('one'));
$group->spawn(fn() => 'fine');
$group->spawn(fn() => throw new RuntimeException('two'));
try {
    await($group->all());
} catch (CompositeException $composite) {
    foreach ($composite->getExceptions() as $error) {
        echo $error::class, ': ', $error->getMessage(), "\n";
    }
}
print_r(await($group->all(true)));
print_r(await($group->all(ignoreErrors: true)));
?>
--EXPECT--
LogicException: one
RuntimeException: two
Array
(
    [1] => fine
)
Array
(
    [1] => fine
)
