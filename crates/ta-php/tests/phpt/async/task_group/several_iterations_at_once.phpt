--TEST--
Nested and parallel loops over one group each see everything
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskGroup;
use function Async\{await, delay, spawn};

$group = new TaskGroup();
foreach (['x', 'y'] as $name) {
    $group->spawn(function () use ($name) { delay(1); return $name; });
}
$group->close();
$other = spawn(function () use ($group) {
    $seen = '';
    foreach ($group as [$result]) {
        $seen .= $result;
    }
    return $seen;
});
foreach ($group as [$outer]) {
    foreach ($group as [$inner]) {
        echo "$outer$inner ";
    }
}
echo await($other), "\n";
?>
--EXPECT--
xx xy yx yy xy
