--TEST--
Waiting for entries that can never come is a deadlock
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskGroup;

$group = new TaskGroup();
$group->spawn(fn() => 'only');
foreach ($group as [$result]) {
    echo $result, "\n";
}
echo "never\n";
?>
--EXPECTF--
only
%aAsync\DeadlockError: Deadlock detected%a
