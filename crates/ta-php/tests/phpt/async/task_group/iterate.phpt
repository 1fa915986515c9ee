--TEST--
foreach walks entries in order of insertion, waiting for each
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\TaskGroup;
use function Async\{delay, spawn};

$group = new TaskGroup();
$group->spawnWithKey('slow', function () { delay(5); return 'a'; });
$group->spawn(fn() => throw new LogicException('b'));
$group->spawn(fn() => null);
$group->close();
foreach ($group as $key => [$result, $error]) {
    var_dump($key, $result, $error?->getMessage());
}
foreach ($group as $key => $pair) {
    echo count($pair), ' ';
}
echo "again\n";
?>
--EXPECT--
string(4) "slow"
string(1) "a"
NULL
int(0)
NULL
string(1) "b"
int(1)
NULL
NULL
2 2 2 again
