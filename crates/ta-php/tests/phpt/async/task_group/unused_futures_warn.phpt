--TEST--
Futures of a group that nobody looks at complain like any other
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskGroup;
use function Async\{delay, suspend};

$group = new TaskGroup();
$group->spawn(fn() => 1);
$group->all();
$ignored = $group->all()->ignore();
suspend();
unset($ignored);
echo "end\n";
?>
--EXPECTF--
Warning: Future was never used; call await(), map(), catch(), finally() or ignore()%s
end
