--TEST--
all() covers queued tasks and those added while it waits
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskGroup;
use function Async\{await, delay};

$group = new TaskGroup(1);
$group->spawn(function () use ($group) {
    delay(1);
    $group->spawn(fn() => 'from inside');
    return 'first';
});
$group->spawn(fn() => 'queued');
echo implode(', ', await($group->all())), "\n";
?>
--EXPECT--
first, queued, from inside
