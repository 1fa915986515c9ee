--TEST--
Each pending joinNext() gets an entry of its own, in order
--EXTENSIONS--
true_async_server
--FILE--
<?php
use Async\{AsyncException, TaskSet};
use function Async\{await, delay};

require __DIR__ . '/../task_group/turns.inc';
$set = new TaskSet();
foreach (['a' => 3, 'b' => 1] as $name => $time) {
    $set->spawn(function () use ($name, $time) { turns($time * 3); return $name; });
}
$joins = [$set->joinNext(), $set->joinNext(), $set->joinNext()];
echo await($joins[0]), await($joins[1]), ' ', count($set), "\n";
var_dump($joins[2]->isCompleted());
$set->spawn(fn() => 'c');
echo await($joins[2]), ' ', count($set), "\n";
$set->spawn(fn() => 'd');
$joins = [$set->joinNext(), $set->joinNext()];
$set->close();
echo await($joins[0]), "\n";
try {
    await($joins[1]);
} catch (AsyncException $error) {
    echo $error->getMessage(), "\n";
}
?>
--EXPECT--
ba 0
bool(false)
c 0
d
Cannot race on an empty TaskGroup
