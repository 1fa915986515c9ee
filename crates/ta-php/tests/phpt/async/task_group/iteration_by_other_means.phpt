--TEST--
yield from, iterator_to_array() and spreading walk a group, too
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskGroup;
use function Async\{await, delay};

function group(): TaskGroup
{
    $group = new TaskGroup();
    $group->spawn(function () { delay(1); return 'a'; });
    $group->spawn(fn() => 'b');
    $group->close();
    return $group;
}
foreach ((fn() => yield from group())() as $key => [$result]) {
    echo "$key=$result ";
}
echo json_encode(iterator_to_array(group())), ' ', json_encode([...group()]), ' ', iterator_count(group()), "\n";
?>
--EXPECT--
0=a 1=b [["a",null],["b",null]] [["a",null],["b",null]] 2
