--TEST--
Any number of futures of one group may be pending at once
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskGroup;
use function Async\{await, delay};

require __DIR__ . '/turns.inc';
$group = new TaskGroup();
$futures = [];
foreach ([3, 1, 2] as $time) {
    $group->spawn(function () use ($time) { turns($time * 3); return $time; });
}
foreach (['race', 'any', 'all', 'race', 'any', 'all'] as $method) {
    $futures[] = $group->$method();
}
foreach ($futures as $future) {
    echo json_encode(await($future)), "\n";
}
?>
--EXPECT--
1
1
[3,1,2]
1
1
[3,1,2]
